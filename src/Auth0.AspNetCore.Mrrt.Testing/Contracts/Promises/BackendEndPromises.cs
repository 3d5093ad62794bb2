using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises;

/// <summary>What a driver promises of a session that ends.</summary>
internal static class BackendEndPromises
{
    private static readonly TimeSpan APause = TimeSpan.FromMilliseconds(20);

    public static IReadOnlyList<Promise> All { get; } =
    [
        Promise.Of(An_end_waits_for_no_lock),
        Promise.Of(An_end_gives_the_record_once),
        Promise.Of(An_end_leaves_the_record_to_the_holder_of_the_lock),
        Promise.Of(A_commit_after_the_end_is_written_and_says_so),
        Promise.Of(Ends_are_listed_from_a_position),
        Promise.Of(An_end_is_not_listed_for_ever),
        Promise.Of(Of_two_ends_the_later_moment_counts),
        Promise.Of(An_end_is_remembered_for_as_long_as_the_newest_record),
    ];

    public static async Task An_end_waits_for_no_lock(ContractRun run)
    {
        await using var held = await run.First.TakeAsync("a");
        await run.Second.EndInDriverAsync("a");
        Expect.True((await run.Second.LookAsync("a")).Ended);
        Expect.Null(await run.Second.TryTakeAsync("a"), "the lock is held as before");
    }

    public static async Task An_end_gives_the_record_once(ContractRun run)
    {
        await run.First.CommitToDriverAsync("a", Records.Of(3));
        var given = await run.Second.EndInDriverAsync("a");
        Expect.Equal(given?.Generation, 3);
        Expect.Bytes(given?.Payload, Records.Of(3).Payload);
        Expect.Null(await run.First.EndInDriverAsync("a"));
        Expect.Null(await run.First.EndInDriverAsync("never begun"));

        var session = await run.First.LookAsync("a");
        Expect.True(session.Ended);
        Expect.Null(session.Record);
        Expect.Equal(session.Generation, 3, "the number stays");
        await using var held = await run.First.TakeAsync("a");
        Expect.True(held.Session.Ended);
        Expect.Null(held.Session.Record);
        Expect.Equal(held.Session.Generation, 3);
    }

    /// <summary>Its holder may be about to use the refresh token in it.</summary>
    public static async Task An_end_leaves_the_record_to_the_holder_of_the_lock(ContractRun run)
    {
        await run.First.CommitToDriverAsync("a", Records.Of(1));
        await using (await run.First.TakeAsync("a"))
        {
            Expect.Null(await run.Second.EndInDriverAsync("a"));
        }

        await using var held = await run.Second.TakeAsync("a");
        Expect.True(held.Session.Ended);
        Expect.Bytes(held.Session.Record?.Payload, Records.Of(1).Payload);
    }

    /// <summary>A sign-in that continues the session needs it.</summary>
    public static async Task A_commit_after_the_end_is_written_and_says_so(ContractRun run)
    {
        await run.First.CommitToDriverAsync("a", Records.Of(1));
        await using (var held = await run.First.TakeAsync("a"))
        {
            await run.Second.EndInDriverAsync("a");
            Expect.Equal(await held.CommitAsync(run.First, Records.Of(2)), LockCommit.SessionEnded);
        }

        await using (var held = await run.Second.TakeAsync("a"))
        {
            Expect.True(held.Session.Ended);
            Expect.Equal(held.Session.Generation, 2);
            Expect.Bytes(held.Session.Record?.Payload, Records.Of(2).Payload);
            Expect.Equal(await held.CommitAsync(run.Second, Records.Of(3)), LockCommit.SessionEnded);
        }

        Expect.Bytes((await run.First.EndInDriverAsync("a"))?.Payload, Records.Of(3).Payload);
    }

    public static async Task Ends_are_listed_from_a_position(ContractRun run)
    {
        var none = await run.First.ListEndsAsync(null);
        Expect.Equal(none.Sessions.Count, 0);
        Expect.True(none.IsComplete);
        await run.First.EndInDriverAsync("a");
        var first = await run.Second.ListEndsAsync(none.Position);
        Expect.Equal(Ids(first), "a");

        await run.PassAsync(APause);
        await run.First.EndInDriverAsync("b");
        await run.PassAsync(APause);
        await run.Second.EndInDriverAsync("c");
        var second = await run.Second.ListEndsAsync(first.Position);
        Expect.True(Ids(second).StartsWith("c b", StringComparison.Ordinal), $"newest first, and none is missed: {Ids(second)}");
        var all = await run.First.ListEndsAsync(null);
        Expect.Equal(Ids(all), "c b a");
        Expect.True(all.Sessions.All(ended => ended.Until > run.First.Now + TimeSpan.FromHours(23)));
    }

    /// <summary>A list may repeat an end for some seconds, since what was written then may be seen later.</summary>
    public static async Task An_end_is_not_listed_for_ever(ContractRun run)
    {
        await run.First.EndInDriverAsync("a");
        var position = (await run.First.ListEndsAsync(null)).Position;
        await run.UntilAsync(async () =>
        {
            var ends = await run.First.ListEndsAsync(position);
            position = ends.Position;
            await run.PassAsync(APause * 10);
            return ends.Sessions.Count == 0 ? ends : null;
        });
    }

    public static async Task Of_two_ends_the_later_moment_counts(ContractRun run)
    {
        var later = new DateTimeOffset(run.First.Now.UtcDateTime.Date.AddDays(9), TimeSpan.Zero);
        await run.First.EndInDriverAsync("a", later - TimeSpan.FromDays(1));
        await run.First.EndInDriverAsync("a", later);
        await run.First.EndInDriverAsync("a", later - TimeSpan.FromDays(2));
        Expect.Equal((await run.Second.ListEndsAsync(null)).Sessions.Single().Until, later);
        Expect.Equal((await run.Second.LookAsync("a")).EndedUntil ?? later, later);
    }

    /// <summary>A later sign-in of the session may have made a cookie that lasts longer than the one that signed out.</summary>
    public static async Task An_end_is_remembered_for_as_long_as_the_newest_record(ContractRun run)
    {
        var expiry = new DateTimeOffset(run.First.Now.UtcDateTime.Date.AddDays(9), TimeSpan.Zero);
        await using (var held = await run.First.TakeAsync("a"))
        {
            Expect.Equal(await held.CommitAsync(Records.Of(1), expiry, default), LockCommit.Kept);
        }

        await run.Second.EndInDriverAsync("a", expiry - TimeSpan.FromDays(1));
        Expect.Equal((await run.First.ListEndsAsync(null)).Sessions.Single().Until, expiry);
        Expect.Equal((await run.First.LookAsync("a")).EndedUntil ?? expiry, expiry);
        await run.Second.EndInDriverAsync("a", expiry + TimeSpan.FromDays(1));
        Expect.Equal((await run.First.ListEndsAsync(null)).Sessions.Single().Until, expiry + TimeSpan.FromDays(1));
    }

    private static string Ids(EndedSessions ends) => string.Join(' ', ends.Sessions.Select(ended => ended.SessionId));
}

using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

/// <summary>What each question costs, seen on the wire.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task An_exchange_takes_two_round_trips_and_a_look_takes_one()
    {
        await using var server = await TestBackend.StartAsync(SharedRedis.NewPrefix());
        await server.Driver.PrepareAsync(None);
        await EverythingAsync(server, "first", count: false); // the scripts are sent along once
        await EverythingAsync(server, "second", count: true);
    }

    private async Task EverythingAsync(TestBackend server, string session, bool count)
    {
        var record = new SessionRecord(1, new byte[2000]);
        Func<int, string, Func<Task>, Task> measure = count
            ? (trips, what, act) => MeasureAsync(server, trips, what, act)
            : (_, _, act) => act();
        await measure(1, "create", () => server.Driver.CreateAsync(session, new byte[3000], TestBackend.Later, None).AsTask());
        await measure(2, "exchange", async () => await (await server.TakeAsync(session)).CommitAsync(record, TestBackend.Later, None));
        await measure(1, "warm request of a stored session", () => server.Driver.ReadAsync(session, TestBackend.Now, None).AsTask());
        await measure(1, "response that writes a cookie", () => server.Driver.ReadAsync(session, 1, None).AsTask());
        await measure(2, "turn without a commit", async () => await (await server.TakeAsync(session)).DisposeAsync());
        await using (var taken = await server.TakeAsync(session))
        {
            await measure(1, "try of a held turn", () => server.TryTakeAsync(session));
            await measure(1, "extension", () => taken.ExtendAsync(None).AsTask());
            await measure(1, "reload", () => taken.ReloadAsync(None).AsTask());
        }

        await measure(1, "sign-out", () => server.Driver.EndAsync(session, TestBackend.Later, None).AsTask());
        var longer = session + " whose record is kept for longer";
        await (await server.TakeAsync(longer)).CommitAsync(record, TestBackend.Later.AddDays(1), None);
        await measure(2, "sign-out where the record is kept for longer", () => server.Driver.EndAsync(longer, TestBackend.Later, None).AsTask());
        await measure(1, "question who signed out", () => server.Driver.EndedSinceAsync(null, None).AsTask());
        await measure(1, "clean-up", () => server.Driver.CleanUpAsync(None).AsTask());
    }

    private async Task MeasureAsync(TestBackend server, int trips, string what, Func<Task> act)
    {
        server.Network.Reset();
        await act();
        output.WriteLine($"{what}: {server.Network.RoundTrips} trips, {server.Network.BytesOut} bytes out, {server.Network.BytesIn} in");
        server.Network.RoundTrips.Should().Be(trips, what);
    }
}

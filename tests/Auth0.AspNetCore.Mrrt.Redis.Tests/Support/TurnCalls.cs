using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>What the tests of faults ask servers.</summary>
internal static class TurnCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Takes a turn whose last holder is not heard of any more: its lease has to run out.</summary>
    public static async Task<ISessionTurn> EnterInTheEndAsync(this ServerUnderTest server, string session)
    {
        while (true)
        {
            try
            {
                return await server.EnterAsync(session);
            }
            catch (TimeoutException)
            {
                // The lease is not over yet.
            }
        }
    }

    /// <summary>Takes a turn after a new Redis has been quiet. Each attempt waits for Redis.</summary>
    public static async Task<ISessionTurn> EnterAfterTheQuietTimeAsync(this ServerUnderTest server, string session)
    {
        while (true)
        {
            try
            {
                return await server.EnterAsync(session);
            }
            catch (SessionCoordinationException e) when (e.RetryAfter is not null)
            {
                // not yet
            }
        }
    }

    /// <summary>Waits until a turn may be another server's.</summary>
    public static async Task UntilLostAsync(this ISessionTurn turn)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = turn.Lost.Register(lost.SetResult);
        await lost.Task.WaitAsync(Patience);
    }

    public static async Task<byte[]?> NewestAsync(this ServerUnderTest server, string session) =>
        (await server.GetStatusAsync(session)).Newest?.Payload.ToArray();
}

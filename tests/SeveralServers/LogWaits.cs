using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

internal static class LogWaits
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a line that something in the background writes.</summary>
    public static async Task WaitForAsync(this RecordedLogs logs, string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!logs.Lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

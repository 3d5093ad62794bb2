using Quickstart.Check;

namespace ThreeServers.Check;

/// <summary>Counts which server has answered how many requests since the count began.</summary>
internal sealed class AnswerCount(IReadOnlyList<AppServer> servers)
{
    private readonly int[] _before = [.. servers.Select(server => server.Answered)];

    /// <summary>Requires at least one answer of each of these servers.</summary>
    public void RequireAnswers(IEnumerable<AppServer> answering)
    {
        foreach (var server in answering)
        {
            CheckCalls.Require(Since(server) > 0, $"server {server.Name} answered nothing");
        }
    }

    public string Tell() => string.Join(' ', servers.Select(server => $"{server.Name}:{Since(server)}"));

    private int Since(AppServer server) => server.Answered - _before[Index(server)];

    private int Index(AppServer server) => servers.TakeWhile(other => other != server).Count();
}

using System.Diagnostics.CodeAnalysis;

namespace ThreeServers;

/// <summary>One server: a whole application with a listener of its own. After a stop it starts as a new process would, and
/// remembers nothing.</summary>
internal sealed class AppServer(string name) : IAsyncDisposable
{
    private WebApplication? _app;
    private int _answered;

    public string Name => name;

    /// <summary>Where it listens. Null while it is stopped.</summary>
    public Uri? Address { get; private set; }

    [MemberNotNullWhen(true, nameof(Address))]
    public bool IsRunning => Address is not null;

    /// <summary>How many requests it has answered.</summary>
    public int Answered => Volatile.Read(ref _answered);

    public void CountRequest() => Interlocked.Increment(ref _answered);

    public async Task StartAsync(ServerGroup servers, Surroundings around)
    {
        _app = Application.Build(this, servers, around);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    /// <summary>Ends what is under way, and stops.</summary>
    public async Task StopAsync()
    {
        if (_app is not { } app)
        {
            return;
        }

        _app = null;
        Address = null;
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}

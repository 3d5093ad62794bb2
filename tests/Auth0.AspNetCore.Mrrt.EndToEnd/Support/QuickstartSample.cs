namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>samples/Quickstart, running. A class fixture.</summary>
public sealed class QuickstartSample : IAsyncLifetime
{
    private SampleProcess? _process;

    public Uri Address => _process?.Address ?? throw new InvalidOperationException("The sample was not started.");

    public async Task InitializeAsync() => _process = await SampleProcess.StartAsync("Quickstart", []);

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}

using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Auth0.AspNetCore.Mrrt.Snippets.Support;

/// <summary>Runs a program that is written as people write it, with <c>app.Run()</c> at its end, and stops it.</summary>
internal sealed class RunningProgram : IAsyncDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<RunningProgram?> Current = new();

    private readonly TaskCompletionSource<IHost> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _run;

    private RunningProgram(Action<string[]> program, string[] args) => _run = Task.Run(() =>
    {
        Current.Value = this;
        using var subscription = DiagnosticListener.AllListeners.Subscribe(this);
        program(args);
    });

    public Uri Address { get; private set; } = null!;

    public static async Task<RunningProgram> StartAsync(Action<string[]> program, params string[] args)
    {
        var running = new RunningProgram(program, ["--urls", "http://127.0.0.1:0", .. args]);
        await Task.WhenAny(running._host.Task, running._run);
        if (running._run.IsFaulted)
        {
            await running._run;
        }

        var host = await running._host.Task;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, running._run);
        if (running._run.IsFaulted)
        {
            await running._run;
        }

        running.Address = new Uri(host.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First());
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        (await _host.Task).Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _run;
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
        {
            value.Subscribe(this);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        // Every program of the process is heard of here; ours is the one that this flow of execution started.
        if (value is { Key: "HostBuilt", Value: IHost host } && Current.Value == this)
        {
            _host.TrySetResult(host);
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }
}

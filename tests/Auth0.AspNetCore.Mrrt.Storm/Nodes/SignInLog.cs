using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>Reads from the library's log what became of a request's sign-in.</summary>
internal sealed class SignInLog : ILoggerProvider, ILogger
{
    private readonly AsyncLocal<StrongBox<SignInOutcome>?> _request = new();

    /// <summary>Signs in, and says what became of it.</summary>
    public async Task<SignInOutcome> WatchAsync(Func<Task> signInAsync)
    {
        var outcome = new StrongBox<SignInOutcome>(SignInOutcome.Committed);
        _request.Value = outcome;
        await signInAsync();
        return outcome.Value;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_request.Value is { } outcome && OutcomeOf(eventId.Id) is { } said && said > outcome.Value)
        {
            outcome.Value = said;
        }
    }

    public void Dispose()
    {
    }

    private static SignInOutcome? OutcomeOf(int id) => id switch
    {
        202 => SignInOutcome.Refused,
        600 => SignInOutcome.InTicketOnly,
        601 => SignInOutcome.WithoutRefreshToken,
        _ => null,
    };
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login.Logging;

/// <summary>Gives the login handler a log that passes the events of <see cref="AllowedEvents"/> only. Other events of the
/// framework's handler contain codes, cookies, ID tokens and the provider's texts.</summary>
internal sealed class LoginLoggerFactory(ILoggerFactory loggers) : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, AllowedLogger> _made = new(StringComparer.Ordinal);

    /// <summary>Gives one logger per category. A handler is made for each request, and there is one kind of it.</summary>
    public ILogger CreateLogger(string categoryName) => _made.GetOrAdd(
        categoryName, static (name, loggers) => new AllowedLogger(loggers.CreateLogger(name)), loggers);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>Disposes of nothing: the application owns its factory.</summary>
    public void Dispose()
    {
    }

    private sealed class AllowedLogger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (AllowedEvents.Contains(eventId))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Keeps every line that was logged, whatever its level, with its state and exception. A message of the library must be
/// one line: text from outside would forge others (T5).</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, Lines);

    /// <summary>A logger of one class that writes here.</summary>
    public ILogger<T> Of<T>() => LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this)).CreateLogger<T>();

    public void Dispose()
    {
    }

    private sealed class Recorder(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            lines.Enqueue($"{logLevel} {category}[{eventId.Id}] {message} {exception}");
            if (category.StartsWith("Auth0.", StringComparison.Ordinal) && message.Any(char.IsControl))
            {
                throw new InvalidOperationException($"The message of event {eventId.Id} is not one line.");
            }
        }
    }
}

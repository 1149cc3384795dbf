using Microsoft.Extensions.Logging;

namespace Tessera.Cli.Output;

/// <summary>Writes what parts log to standard error, a line each, so that standard output stays the command's own.</summary>
internal sealed class ErrorStreamLogger : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Category(categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Console.Error.WriteLine($"{logLevel.ToString().ToLowerInvariant()}: {name}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.Message})")}");
        }
    }
}

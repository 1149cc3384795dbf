using Tessera.Cli.Commands;
using Tessera.Cli.Output;

namespace Tessera.Cli;

/// <summary>The tessera command: it parses, calls and prints, and has no logic of its own.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments)
    {
        ForgivingErrors.Install();
        return ListingCommandLine.TryRead(arguments) is { } listing ? Task.FromResult(listing.Invoke()) : RootCommandLine.InvokeAsync(arguments);
    }
}

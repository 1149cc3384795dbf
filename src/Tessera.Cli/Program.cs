using Tessera.Cli.Commands;

namespace Tessera.Cli;

/// <summary>The tessera command: it parses, calls and prints, and has no logic of its own.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => ListingCommandLine.TryRead(arguments) is { } listing
        ? listing.Invoke()
        : RootCommandLine.InvokeAsync(arguments).GetAwaiter().GetResult();
}

namespace Tessera.Mcp.Serving;

/// <summary>What clients tell their models of the server as a whole.</summary>
internal static class Instructions
{
    public static string For(ServeOptions options, string root, string terminal) =>
        $"""
        Tools for finding out why a program misbehaves and for repairing it, by running it rather than only reading it.
        All of them work on one folder in place: {root}. Paths are relative to it, and nothing outside of it can be named.
        A debugger session keeps its state between calls; calls are answered one after another.
        What a debugger runs where no entry point is named: {string.Join(' ', options.EntryPoint ?? options.Evaluate)}
        What checks the project: {string.Join(' ', options.Evaluate)}
        Programs run in the terminal '{terminal}'{(terminal == "local" ? ", with the rights of the user and not confined to the folder." : ".")}
        """;
}

namespace Tessera.Cli.Output;

/// <summary>While it lives, what parts print goes to standard error: standard output is the command's own.</summary>
internal sealed class PartsOutput : IDisposable
{
    private readonly TextWriter _standardOutput = Console.Out;

    public PartsOutput() => Console.SetOut(Console.Error);

    public void Dispose() => Console.SetOut(_standardOutput);
}

namespace Tessera.Cli.Output;

/// <summary>While it lives, what parts print goes to standard error: standard output is the command's own.</summary>
internal sealed class PartsOutput : IDisposable
{
    private readonly TextWriter _standardOutput = Console.Out;
    private readonly TextWriter _standardError = Console.Error;

    /// <summary>Begins it.</summary>
    /// <param name="progress">What is shown on standard error meanwhile; null for nothing.</param>
    public PartsOutput(ProgressLines? progress = null)
    {
        if (progress?.IsLive == true) Console.SetError(new BesideProgress(progress, _standardError.Encoding));
        Console.SetOut(Console.Error);
    }

    public void Dispose()
    {
        Console.SetOut(_standardOutput);
        Console.SetError(_standardError);
    }
}

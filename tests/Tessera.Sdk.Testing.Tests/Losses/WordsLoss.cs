using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Tests.Losses;

/// <summary>How many of the wanted words are missing. As it stands it keeps the contract; each hook lets it break one point of it.</summary>
[Loss("words", Description = "How many of the wanted words are missing from the answer, from 0 to 1.")]
internal class WordsLoss : ILoss, IDisposable
{
    private bool _disposed;

    /// <summary>What becomes of a loss: of an answer, for a wanted one.</summary>
    public Func<string, string, double, double> After { get; init; } = (_, _, loss) => loss;

    /// <summary>How texts are made alike.</summary>
    public Func<string, string> Normalise { get; init; } = text => text.ToLowerInvariant();

    public Action OnSecondDisposal { get; init; } = () => { };

    public double Evaluate(string output, string target)
    {
        var (said, wanted) = (Normalise(output).Split(' ').ToHashSet(), Normalise(target).Split(' '));
        return After(output, target, (double)wanted.Count(word => !said.Contains(word)) / wanted.Length);
    }

    public void Dispose()
    {
        if (_disposed) OnSecondDisposal();
        _disposed = true;
    }
}

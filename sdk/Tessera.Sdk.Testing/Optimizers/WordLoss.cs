using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>0 for the very answer that is wanted, else 1.</summary>
internal sealed class WordLoss : ILoss
{
    public double Evaluate(string output, string target) => string.Equals(output.Trim(), target.Trim(), StringComparison.Ordinal) ? 0 : 1;
}

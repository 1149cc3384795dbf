using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Prompts;

/// <summary>Says how wrong an answer is.</summary>
[PartKind("loss")]
public interface ILoss
{
    /// <summary>Compares an answer with the wanted one.</summary>
    /// <param name="output">The answer.</param>
    /// <param name="target">The wanted answer.</param>
    /// <returns>From 0 (right) to 1 (wrong).</returns>
    double Evaluate(string output, string target);
}

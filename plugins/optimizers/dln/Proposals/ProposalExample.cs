namespace Tessera.Optimizers.Dln.Proposals;

/// <summary>What a layer did with an example, as it is shown to whoever improves its prompt.</summary>
/// <param name="Input">The example's input, as the layer sees it.</param>
/// <param name="Hidden">The output of the layer below; empty in the first layer.</param>
/// <param name="Output">What the layer wrote.</param>
/// <param name="Target">What it had better written: the wanted answer, or the hidden text that makes it most probable.</param>
/// <param name="IsRight">Whether the program's answer was right.</param>
internal sealed record ProposalExample(string Input, string Hidden, string Output, string Target, bool IsRight);

using Tessera.Adapters.Synthesis.Sentences;

namespace Tessera.Adapters.Synthesis;

/// <summary>All kinds of sentences that show a habit.</summary>
internal static class Constructions
{
    public static IReadOnlyList<Construction> All { get; } =
    [
        .. AgreementSentences.All, .. HomeSentences.All, .. NegationSentences.All, .. NumberSentences.All,
        .. OrderSentences.All, .. PastSentences.All, .. ReflexiveSentences.All, .. ReplySentences.All,
    ];
}

namespace Tessera.Sdk.Language;

/// <summary>Why a model ended its answer.</summary>
public enum ChatFinish
{
    /// <summary>It said all that it wanted to say, calls of tools included.</summary>
    Complete,

    /// <summary>The most tokens that it may write were written; the answer may end in mid-sentence, and a call may be missing.</summary>
    LengthReached,

    /// <summary>The model or its provider declined to answer.</summary>
    Refused,
}

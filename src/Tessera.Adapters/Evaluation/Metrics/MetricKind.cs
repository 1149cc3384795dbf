namespace Tessera.Adapters.Evaluation.Metrics;

/// <summary>How answers are judged.</summary>
public enum MetricKind
{
    /// <summary>
    /// By the task: <see cref="Choice"/> where each of its examples has wrong answers; otherwise <see cref="ExactMatch"/> where no answer has more
    /// than three words, and <see cref="RougeL"/> where one has.
    /// </summary>
    Auto,

    /// <summary>Whether the answer is likelier than every wrong answer: 1 or 0, and 0 where another is as likely.</summary>
    Choice,

    /// <summary>Whether what the model writes is the answer, apart from white space at the ends: 1 or 0.</summary>
    ExactMatch,

    /// <summary>How much of the longest common subsequence of words the answer and what the model writes share: Rouge-L, from 0 to 1.</summary>
    RougeL,
}

namespace Tessera.Language.PromptTasks;

/// <summary>What <c>step/prompt-task</c> hands over.</summary>
/// <param name="Folder">The folder of the three files.</param>
/// <param name="Training">The file of the examples to learn from: one JSON object a line, {"input": "...", "target": "..."}.</param>
/// <param name="Validation">The file of the examples to choose the best prompt by.</param>
/// <param name="Test">The file of the examples to test on.</param>
/// <param name="Classes">For each label that targets name, the texts that stand for it in an answer.</param>
/// <param name="Instruction">What is asked, as the prompt to begin with.</param>
public sealed record PreparedPromptTask(
    string Folder,
    string Training,
    string Validation,
    string Test,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Classes,
    string Instruction);

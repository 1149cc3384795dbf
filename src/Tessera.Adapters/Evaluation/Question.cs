using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training.Data;

namespace Tessera.Adapters.Evaluation;

/// <summary>An example that models are asked, one after another; what it is in tokens is found once.</summary>
/// <param name="task">The name of its task.</param>
/// <param name="example">The example.</param>
internal sealed class Question(string task, TaskExample example)
{
    private IReadOnlyList<TrainingText>? _choices;

    public string Task => task;

    public TaskExample Example => example;

    /// <summary>The answer, then the wrong answers, each after the prompt.</summary>
    public IReadOnlyList<TrainingText> Choices(ExampleTexts texts) =>
        _choices ??= [texts.Encode(example.Prompt, example.Answer), .. example.Others.Select(other => texts.Encode(example.Prompt, other))];
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training.Data;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Tests.Training;

/// <summary>Real minimal pairs for a real model.</summary>
internal static class Pairs
{
    public const string Model = "models/stories260k";

    public static IReadOnlyList<TrainingExample> Read(LanguageModelFolder model, string task, int count = int.MaxValue)
    {
        SharedData.Require("data/blimp");
        var texts = new ExampleTexts(model.Tokenizer, model.Model.ContextLength);
        var file = TaskFolder.Read(SharedData.Require("data/blimp")).Single(candidate => candidate.Name == task);
        return [.. file.Examples.Take(count).Select(example => texts.Encode(example))];
    }

    public static IExampleStream Stream(IReadOnlyList<TrainingExample> examples, int count, string name) => new ShuffledExamples(examples, count, new Seed(7).Derive(name));
}

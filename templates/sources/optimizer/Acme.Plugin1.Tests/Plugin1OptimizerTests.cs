using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Acme.Plugin1.Tests;

public class Plugin1OptimizerTests
{
    [Fact]
    public async Task The_ending_that_makes_answers_right_is_kept()
    {
        var result = await OptimizeAsync("Say yes.", "Say no.");

        Assert.Equal("Is it so? Say yes.", result.Program.Layers[0].Prompt);
        Assert.Equal((0.0, 1.0), (result.InitialScore, result.Score));
    }

    [Fact]
    public async Task Where_no_ending_helps_the_prompt_stays_as_it_was()
    {
        var result = await OptimizeAsync("Say no.");

        Assert.Equal("Is it so?", result.Program.Layers[0].Prompt);
    }

    private static Task<OptimizationResult> OptimizeAsync(params string[] endings) =>
        new Plugin1Optimizer(new Plugin1Options { Endings = endings }).OptimizeAsync(
            new OptimizationTask
            {
                Program = new PromptProgram([new PromptLayer { Name = "answer", Prompt = "Is it so?", Template = "" }]),
                Training = [new Example("It is.", "yes")],
                Forward = new Obedient(),
                Backward = new Obedient(),
                Templates = new PromptAlone(),
                Loss = new Equality(),
                Seed = new Seed(1),
                Trace = new Nowhere(),
            },
            TestContext.Current.CancellationToken);

    /// <summary>Says yes where it is asked to, and otherwise no.</summary>
    private sealed class Obedient : ILanguageModel
    {
        public string Identity => "obedient";

        public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate;

        public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Generation>>([.. requests.Select(request => new Generation(request.Prompt.EndsWith("Say yes.", StringComparison.Ordinal) ? "yes" : "no", new Usage(1, 1)))]);
    }

    private sealed class PromptAlone : ITemplateRenderer
    {
        public string Render(string template, IReadOnlyDictionary<string, object?> variables) => (string)variables["prompt"]!;
    }

    private sealed class Equality : ILoss
    {
        public double Evaluate(string output, string target) => output == target ? 0 : 1;
    }

    private sealed class Nowhere : IOptimizationTrace
    {
        public void Record(PromptCandidate candidate)
        {
        }

        public void Record(int iteration, IReadOnlyDictionary<string, double> values)
        {
        }
    }
}

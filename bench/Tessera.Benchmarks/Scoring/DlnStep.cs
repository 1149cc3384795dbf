using System.Globalization;
using Tessera.Language.Losses;
using Tessera.Language.Templates;
using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Benchmarks.Scoring;

/// <summary>A step of DLN-2 with 20 inputs, 20 prompts a layer and 5 hidden texts an input, beside the layer's own.</summary>
/// <param name="Program">The program to begin with.</param>
/// <param name="Examples">The inputs.</param>
/// <param name="Prompts">For each layer its prompts, the current one first.</param>
internal sealed record DlnStep(PromptProgram Program, IReadOnlyList<Example> Examples, IReadOnlyList<IReadOnlyList<string>> Prompts)
{
    private const int Inputs = 20, PromptsPerLayer = 20, HiddenTexts = 5;

    private static readonly IReadOnlyList<AnswerClass> YesOrNo = [new("yes", ["yes"]), new("no", ["no"])];

    /// <summary>Of the task that samples/models/left-over has read about: short questions, instructions and hidden texts.</summary>
    public static DlnStep OfLeftOver()
    {
        string[] kinds = ["apples", "pears", "plums", "figs", "limes", "nuts"];
        var random = new Seed(11).CreateRandom();
        var examples = new List<Example>();
        while (examples.Count < Inputs)
        {
            var (first, second) = (random.Next(1, 7), random.Next(1, 7));
            var eaten = random.Next(1, first + second);
            var names = kinds.OrderBy(_ => random.Next()).Take(2).ToArray();
            var input = string.Create(CultureInfo.InvariantCulture, $"{first} {names[0]} and {second} {names[1]} lie in a bowl, and {eaten} are eaten. Is the number of those left even?");
            if (examples.TrueForAll(known => known.Input != input)) examples.Add(new Example(input, (first + second - eaten) % 2 == 0 ? "yes" : "no"));
        }

        return Create(
            examples,
            Instructions("Say how many are left.", ["Add first, then take away what was eaten.", "Name each kind with its number.", "Guess, and be brief."], random),
            Instructions("Say yes or no.", ["Look only at the number in the thoughts.", "Even numbers end in 0, 2, 4, 6 or 8.", "Answer at once."], random));
    }

    /// <summary>Performs it.</summary>
    /// <param name="forward">The model that runs the program.</param>
    /// <param name="prune">Hidden texts of less weight are not scored under candidates.</param>
    /// <param name="racing">Whether candidates that are clearly behind are not scored further.</param>
    public async Task<OptimizationResult> RunAsync(ILanguageModel forward, double prune, bool racing)
    {
        var options = new DlnOptions
        {
            Iterations = 1, BatchSize = Inputs, Proposals = PromptsPerLayer - 1, Memory = 0, Racing = racing, ProposalTemplate = "{{ prompt }}",
            Hidden = new HiddenOptions { Samples = HiddenTexts, CandidateSamples = 0, Kept = 0, From = [HiddenProposal.Prior], Temperature = 1, Prune = prune },
        };
        return await new DlnOptimizer(options).OptimizeAsync(
            new OptimizationTask
            {
                Program = Program, Training = Examples, Forward = forward, Backward = new ListedPrompts(Prompts), Templates = new LiquidTemplateRenderer(), Loss = new ExactMatchLoss(),
                Seed = new Seed(1), Trace = new NoTrace(),
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private static DlnStep Create(IReadOnlyList<Example> examples, params IReadOnlyList<string>[] prompts)
    {
        const string begin = "<instruction>\n{{ prompt }}\n</instruction>\n<input>\n{{ input }}\n</input>\n";
        var think = new PromptLayer { Name = "think", Prompt = prompts[0][0], Template = begin + "Thoughts:\n", MaxTokens = 16, Stop = ["\n"] };
        var decide = new PromptLayer { Name = "decide", Prompt = prompts[1][0], Template = begin + "<hidden>\n{{ hidden }}\n</hidden>\nAnswer:\n", Classes = YesOrNo };
        return new DlnStep(new PromptProgram([think, decide]), examples, prompts);
    }

    private static List<string> Instructions(string first, string[] rules, Random random)
    {
        var found = new List<string> { first };
        while (found.Count < PromptsPerLayer)
        {
            var text = string.Join(' ', [first, .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => rules[random.Next(rules.Length)])]);
            if (!found.Contains(text)) found.Add(text);
        }

        return found;
    }

    private sealed class NoTrace : IOptimizationTrace
    {
        public void Record(PromptCandidate candidate)
        {
        }

        public void Record(int iteration, IReadOnlyDictionary<string, double> values)
        {
        }
    }
}

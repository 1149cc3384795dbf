using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Fused;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Tests.Models;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>Experts of small models learn through hand-written layers; libtorch's own gradients, in double precision, say what has to come out.</summary>
public sealed class FusedPassSpecs
{
    private const string Shape = """{ "head_dim": 8, "hidden_size": 20, "intermediate_size": 27, "num_hidden_layers": 3 }""";

    static FusedPassSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(Shape, 4, "")]
    [InlineData(Shape, 1, "q_proj v_proj down_proj")]
    [InlineData(Shape, 6, "k_proj up_proj")]
    [InlineData("""{ "head_dim": 16, "num_attention_heads": 3, "num_key_value_heads": 3 }""", 3, "")]
    [InlineData("""{ "head_dim": 24, "hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 1 }""", 2, "o_proj gate_proj")]
    [InlineData("""{ "head_dim": 4, "hidden_size": 48, "num_attention_heads": 12, "num_key_value_heads": 4 }""", 3, "")]
    [InlineData("""{ "head_dim": 8, "hidden_size": 64, "num_attention_heads": 8, "num_key_value_heads": 4 }""", 4, "k_proj o_proj")]
    [InlineData("""{ "head_dim": 8, "sliding_window": 64 }""", 4, "", "MistralForCausalLM")]
    [InlineData("""{ "head_dim": 8, "sliding_window": 5 }""", 4, "", "MistralForCausalLM")]
    [InlineData("""{ "head_dim": 8, "attention_bias": true }""", 2, "")]
    [InlineData("""{ "head_dim": 2 }""", 2, "")]
    [InlineData("{}", 2, "", "PhiForCausalLM")]
    [InlineData("{}", 2, "k_proj fc1", "PhiForCausalLM")]
    public void Losses_and_gradients_are_those_of_the_layers(string shape, int rank, string targets, string architecture = "LlamaForCausalLM")
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = (architecture == "PhiForCausalLM" ? TinyModel.Phi(shape) : TinyModel.Llama(shape, architecture)).Write(folder);
        using var single = LanguageModelFolder.Open(path, ModelType.Float32);
        using var exact = LanguageModelFolder.Open(path, ModelType.Float64);
        var settings = new LoraSettings { Rank = rank, Scaling = 1.5, Targets = targets.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
        using var fused = new ExpertsInTraining(single.Model, ["a", "b", "c"], settings, LoraInitialization.FanIn, new Seed(5));
        using var layers = new ExpertsInTraining(exact.Model, ["a", "b", "c"], settings, LoraInitialization.FanIn, new Seed(5));
        var examples = Examples(exact);
        Draw(layers, fused);
        using var part = fused.Part(1, 2)!;
        using var exactPart = layers.Part(1, 2)!;

        var loss = new PreferenceLoss().Evaluate(single.Model, part, examples[2..], default);
        var expected = new PreferenceLoss().Evaluate(exact.Model, exactPart, examples[2..], default);
        loss.to_type(torch.ScalarType.Float64).ShouldBeNear(expected, 1e-4);
        part.Learn(loss.sum());
        part.Gather();
        exactPart.Learn(expected.sum());
        exactPart.Gather();

        foreach (var (one, other) in fused.Parameters.Zip(layers.Parameters))
        {
            var most = other.Value.grad!.abs().max().Number();
            one.Value.grad!.to_type(torch.ScalarType.Float64).ShouldBeNear(other.Value.grad!, 2e-4 * most);
            one.Value.grad!.narrow(0, 0, 1).abs().max().Number().Should().Be(0, "the first expert took no part");
            most.Should().BePositive(one.Name);
        }
    }

    [Theory]
    [InlineData(Shape, true)]
    [InlineData("""{ "head_dim": 4 }""", true)]
    [InlineData("""{ "head_dim": 8, "sliding_window": 5 }""", true, 5, "MistralForCausalLM")]
    [InlineData("""{ "head_dim": 8, "sliding_window": 5 }""", false, 6, "MistralForCausalLM")]
    [InlineData("""{ "head_dim": 8, "attention_bias": true }""", false)]
    [InlineData("""{ "head_dim": 8, "hidden_size": 264 }""", false)]
    [InlineData("""{ "head_dim": 2 }""", false)]
    [InlineData(Shape, false, 5, "LlamaForCausalLM", ModelType.Float64)]
    public void Models_that_fit_go_through_hand_written_layers_and_others_do_not(string shape, bool fit, int length = 5, string architecture = "LlamaForCausalLM", ModelType type = ModelType.Float32)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama(shape, architecture).Write(folder), type);
        var asked = new Asked();

        _ = model.Model.Run(TokenBatch.Of([[.. Enumerable.Repeat(3, length)]], model.Model.Device), asked);

        asked.WasAsked.Should().Be(fit);
    }

    [Fact]
    public void What_an_expert_computes_is_the_same_bits_beside_others_as_alone()
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama(Shape).Write(folder), ModelType.Float32);
        using var experts = new ExpertsInTraining(model.Model, ["a", "b", "c"], new LoraSettings { Rank = 3 }, LoraInitialization.FanIn, new Seed(5));
        Draw(experts);
        int[][] sequences = [[3, 4, 5, 6, 7, 8, 9, 10, 11], [5], [4, 4, 4, 7], [9, 8, 7, 6, 5], [12, 3], [6, 5, 4, 3, 12, 13, 14]];
        using var all = experts.Part(0, 3);
        var together = model.Model.Run(TokenBatch.Of(sequences, model.Model.Device), all);

        for (var expert = 0; expert < 3; expert++)
        {
            using var part = experts.Part(expert, 1);
            var own = sequences[(2 * expert)..(2 * expert + 2)];
            var alone = model.Model.Run(TokenBatch.Of(own, model.Model.Device), part);
            for (var row = 0; row < own.Length; row++)
            {
                var beside = together[2 * expert + row].narrow(0, 0, own[row].Length);
                alone[row].narrow(0, 0, own[row].Length).allclose(beside, 0, 0).Should().BeTrue($"sequence {row} of expert {expert}");
            }
        }
    }

    [Theory]
    [InlineData(ModelType.Float32)]
    [InlineData(ModelType.Float64)]
    public void A_part_that_is_alone_with_its_experts_leaves_the_same_gradients_without_being_gathered(ModelType type)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama(Shape).Write(folder), type);
        using var gathered = new ExpertsInTraining(model.Model, ["a", "b", "c"], new LoraSettings { Rank = 3 }, LoraInitialization.FanIn, new Seed(5));
        using var alone = new ExpertsInTraining(model.Model, ["a", "b", "c"], new LoraSettings { Rank = 3 }, LoraInitialization.FanIn, new Seed(5));
        Draw(gathered, alone);
        foreach (var (experts, isAlone) in new[] { (gathered, false), (alone, true) })
        {
            using var part = experts.Part(1, 2, isAlone);
            // A second loss, whose gradients are added.
            foreach (var examples in new[] { Examples(model)[2..], Examples(model)[..2] }) part.Learn(new PreferenceLoss().Evaluate(model.Model, part, examples, default).sum());
            if (!isAlone) part.Gather();
        }

        foreach (var (one, other) in alone.Parameters.Zip(gathered.Parameters))
        {
            other.Value.grad!.narrow(0, 1, 2).abs().max().Number().Should().BePositive(one.Name);
            one.Value.grad!.allclose(other.Value.grad!, 0, 0).Should().BeTrue(one.Name);
        }
    }

    [Theory]
    [InlineData("abcdefgh", "a", "bc")]
    [InlineData("abcdefghabcdefghab", "dd", "e")]
    [InlineData("ab", "cdefgabc", "d")]
    [InlineData("abcdef", "g", "")]
    [InlineData("abcdef", "", "gh")]
    [InlineData("abcdef", "h", "h")]
    public void Texts_that_begin_alike_have_the_gradients_of_the_layers(string common, string answer, string other)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = TinyModel.Llama(Shape).Write(folder);
        using var single = LanguageModelFolder.Open(path, ModelType.Float32);
        using var exact = LanguageModelFolder.Open(path, ModelType.Float64);
        using var fused = new ExpertsInTraining(single.Model, ["a"], new LoraSettings { Rank = 3 }, LoraInitialization.FanIn, new Seed(5));
        using var layers = new ExpertsInTraining(exact.Model, ["a"], new LoraSettings { Rank = 3 }, LoraInitialization.FanIn, new Seed(5));
        Draw(layers, fused);
        using var part = fused.Part(0, 1);
        using var exactPart = layers.Part(0, 1);
        var texts = new ExampleTexts(exact.Tokenizer, exact.Model.ContextLength);
        TrainingExample[] examples = [texts.Encode(new TaskExample("", common + answer, [common + other])), texts.Encode(new TaskExample("", "ha" + common, ["ha" + common[..^1]]))];

        // The sum of both and not their difference, in which what is alike cancels out.
        torch.Tensor Score(LanguageModelFolder model, IAdaptation adaptation) =>
            TextScores.Sum(model.Model, adaptation, [.. examples.SelectMany(example => new[] { (example.Text, 0), (example.Rejected!, 0) })], default);
        var scores = Score(single, part);
        var expected = Score(exact, exactPart);
        scores.to_type(torch.ScalarType.Float64).ShouldBeNear(expected, 1e-4);
        part.Learn(scores.sum());
        part.Gather();
        exactPart.Learn(expected.sum());
        exactPart.Gather();

        foreach (var (one, exactly) in fused.Parameters.Zip(layers.Parameters))
            one.Value.grad!.to_type(torch.ScalarType.Float64).ShouldBeNear(exactly.Value.grad!, 2e-4 * exactly.Value.grad!.abs().max().Number());
    }

    [Fact]
    public void What_is_taken_over_from_another_sequence_is_the_same_bits()
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama(Shape).Write(folder), ModelType.Float32);
        using var experts = new ExpertsInTraining(model.Model, ["a"], new LoraSettings { Rank = 3 }, LoraInitialization.FanIn, new Seed(5));
        Draw(experts);
        using var part = experts.Part(0, 1);
        int[][] sequences = [[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], [3, 4, 5, 6, 7, 8, 9, 3], [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 4, 4, 4, 4, 4, 4, 4, 4, 4], [3, 4], [3, 4, 5, 6]];

        var together = model.Model.Run(TokenBatch.Of(sequences, model.Model.Device), part);

        foreach (var (row, sequence) in sequences.Index())
        {
            var alone = model.Model.Run(TokenBatch.Of([sequence], model.Model.Device), part);
            alone[0].allclose(together[row].narrow(0, 0, sequence.Length), 0, 0).Should().BeTrue($"sequence {row}");
            together[row].narrow(0, sequence.Length, together.shape[1] - sequence.Length).abs().sum().Number().Should().Be(0);
        }
    }

    private static TrainingExample[] Examples(LanguageModelFolder model)
    {
        var texts = new ExampleTexts(model.Tokenizer, model.Model.ContextLength);
        return [.. Enumerable.Range(0, 6).Select(pair => texts.Encode(new TaskExample("", "abc"[..(1 + pair % 3)] + "dd", ["ef" + new string('g', 3 * pair)])))];
    }

    // Factors that change much, the same in all that is given.
    private static void Draw(params ExpertsInTraining[] all)
    {
        using var none = torch.no_grad();
        for (var i = 0; i < all[0].Parameters.Count; i++)
        {
            using var drawn = torch.randn(all[0].Parameters[i].Value.shape, torch.ScalarType.Float64, generator: new torch.Generator((ulong)(7 + i))).Times(0.5);
            foreach (var experts in all) experts.Parameters[i].Value.copy_(drawn);
        }
    }

    private sealed class Asked : IFusedAdaptation
    {
        public bool WasAsked { get; private set; }

        public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => new torch.Tensor?[group.Maps.Count];

        public torch.Tensor Run(FusedDecoder decoder, torch.Tensor embedded, TokenBatch batch)
        {
            WasAsked = true;
            return embedded;
        }
    }
}

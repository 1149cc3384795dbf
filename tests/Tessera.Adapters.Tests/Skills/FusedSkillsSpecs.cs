using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Tests.Models;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Skills;
using Tessera.Routers.Poly;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>Skills of small models are mixed before the batch goes through hand-written layers; libtorch's own gradients, in double precision, say what has to come out.</summary>
public sealed class FusedSkillsSpecs
{
    private const string Shape = """{ "head_dim": 8, "hidden_size": 24, "intermediate_size": 36, "num_attention_heads": 2, "num_key_value_heads": 2, "num_hidden_layers": 2 }""";

    static FusedSkillsSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(1, "sigmoid", "")]
    [InlineData(1, "relaxedBernoulli", "")]
    [InlineData(4, "sigmoid", "q_proj v_proj down_proj")]
    [InlineData(4, "relaxedBernoulli", "k_proj up_proj")]
    [InlineData(2, "average", "")]
    [InlineData(2, "sigmoid", "", true)]
    [InlineData(1, "uneven", "")]
    public void Losses_and_gradients_are_those_of_the_layers(int heads, string gate, string targets, bool frozen = false)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = TinyModel.Llama(Shape).Write(folder);
        using var single = LanguageModelFolder.Open(path, ModelType.Float32);
        using var exact = LanguageModelFolder.Open(path, ModelType.Float64);
        var settings = new SkillSettings
        {
            Skills = 3, AreSkillsFrozen = frozen, Lora = new LoraSettings { Rank = 4, Scaling = 1.5, Targets = targets.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
        };
        using var fused = new SkillsInTraining(single.Model, Router(heads, gate), ["a", "b", "c"], settings, new Seed(5));
        using var layers = new SkillsInTraining(exact.Model, Router(heads, gate), ["a", "b", "c"], settings, new Seed(5));
        Draw(layers, fused);
        if (frozen) Begin(exact.Model, layers, fused);
        var examples = Examples(exact);
        var context = new LossContext(Training: true, new Seed(9));
        using var part = fused.Part(0, 1)!;
        using var exactPart = layers.Part(0, 1)!;

        var loss = new PreferenceLoss().Evaluate(single.Model, new NeverAsked(part), examples, context);
        var expected = new PreferenceLoss().Evaluate(exact.Model, exactPart, examples, context);
        loss.to_type(torch.ScalarType.Float64).ShouldBeNear(expected, 1e-4);
        part.Learn(loss.sum());
        part.Gather();
        exactPart.Learn(expected.sum());
        exactPart.Gather();

        ShouldHaveTheGradientsOf(layers, fused);
    }

    [Fact]
    public void A_loss_that_asks_at_a_map_first_goes_through_the_layers_to_its_end()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama(Shape).Write(folder));
        using SkillsInTraining twice = Two(model), layers = Two(model);
        Draw(twice, layers);
        using var part = twice.Part(0, 1)!;

        part.Learn(Loss(model, new AskedAtEachMap(part)).Plus(Loss(model, part)));
        twice.Parameters.Select(parameter => parameter.Value.grad).Should().AllSatisfy(gradient => (gradient is null).Should().BeTrue(), "other parts learn beside it, and gradients wait until they are gathered");
        part.Gather();

        Loss(model, new AskedAtEachMap(layers)).Times(2).backward();
        ShouldHaveTheGradientsOf(layers, twice);
    }

    [Fact]
    public void A_loss_that_asks_at_a_map_after_it_ran_through_hand_written_layers_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama(Shape).Write(folder));
        using var skills = Two(model);
        using var part = skills.Part(0, 1)!;
        Loss(model, part);

        var asking = () => Loss(model, new AskedAtEachMap(part));

        asking.Should().Throw<InvalidOperationException>().WithMessage("*once through hand-written layers*");
    }

    [Fact]
    public void They_are_mixed_once_for_the_sequences_that_share_weights()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama(Shape).Write(folder));
        int Shares(string gate)
        {
            using var own = new SkillsInTraining(model.Model, Router(1, gate), ["a", "b", "c"], new SkillSettings { Skills = 2 }, new Seed(5));
            var reader = new Reader(own);
            using var run = model.Model.Run(TokenBatch.Of([[3, 4], [5], [6, 7, 8], [9]], model.Model.Device, [2, 0, 2, 1]) with { Training = true }, reader);
            return reader.Shares;
        }

        Shares("sigmoid").Should().Be(3, "there are three tasks");
        Shares("relaxedBernoulli").Should().Be(4, "shares are drawn for each sequence");
        Shares("average").Should().Be(1);
    }

    [Fact]
    public void A_routing_that_reads_hidden_states_is_asked_at_each_map()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama(Shape).Write(folder));
        using var skills = new SkillsInTraining(model.Model, new LearnedRouter(), ["a", "b"], new SkillSettings { Skills = 2 }, new Seed(5));

        skills.MixAhead(TokenBatch.Of([[3, 4], [5]], model.Model.Device, [0, 1])).Should().BeNull();
    }

    private static SkillsInTraining Two(LanguageModelFolder model) => new(model.Model, Router(1, "sigmoid"), ["a", "b", "c"], new SkillSettings { Skills = 2 }, new Seed(5));

    private static torch.Tensor Loss(LanguageModelFolder model, IAdaptation skills) => new PreferenceLoss().Evaluate(model.Model, skills, Examples(model), new LossContext(Training: true, new Seed(9))).sum();

    private static IRouter Router(int heads, string gate)
    {
        var options = new MhrOptions { Heads = heads, Average = gate == "average" };
        if (Enum.TryParse<SkillGate>(gate, ignoreCase: true, out var open)) options.Gate = open;
        return gate == "uneven" ? new UnevenRouter() : new MhrRouter(options);
    }

    // Tasks again and again, apart from each other, and texts of different lengths.
    private static TrainingExample[] Examples(LanguageModelFolder model)
    {
        var texts = new ExampleTexts(model.Tokenizer, model.Model.ContextLength);
        return [.. Enumerable.Range(0, 7).Select(pair => texts.Encode(new TaskExample("", "abc"[..(1 + pair % 3)] + "dd", ["ef" + new string('g', 2 * pair)])) with { Task = pair * 2 % 3 })];
    }

    private static void Draw(params SkillsInTraining[] all)
    {
        using var none = torch.no_grad();
        for (var i = 0; i < all[0].Parameters.Count; i++)
        {
            using var drawn = torch.randn(all[0].Parameters[i].Value.shape, torch.ScalarType.Float64, generator: new torch.Generator((ulong)(7 + i))).Times(0.5);
            foreach (var skills in all) skills.Parameters[i].Value.copy_(drawn);
        }
    }

    // Frozen skills are none of the parameters.
    private static void Begin(CausalModel model, params SkillsInTraining[] all)
    {
        var numbers = new Seed(3).CreateRandom();
        for (var skill = 0; skill < 3; skill++)
        {
            var factors = model.Groups.SelectMany(group => group.Maps).ToDictionary(map => map.Name, map => new LoraFactors(Tensors.Random(numbers, 4, map.InputSize), Tensors.Random(numbers, map.OutputSize, 4), 1.5));
            foreach (var skills in all) skills.Begin(skill, factors);
        }
    }

    private static void ShouldHaveTheGradientsOf(SkillsInTraining expected, SkillsInTraining skills)
    {
        foreach (var (one, other) in skills.Parameters.Zip(expected.Parameters))
        {
            var most = other.Value.grad!.abs().max().Number();
            most.Should().BePositive(other.Name);
            one.Value.grad!.to_type(torch.ScalarType.Float64).ShouldBeNear(other.Value.grad!, 3e-4 * most);
        }
    }

    /// <summary>Every second map has one set of weights for all, the others one for each task.</summary>
    private sealed class UnevenRouter : IRouter
    {
        private readonly MhrRouter _byTask = new(new MhrOptions { Heads = 1, Gate = SkillGate.Sigmoid }), _forAll = new(new MhrOptions { Heads = 1, Average = true });
        private int _prepared;

        public ExpertMixing Mixing => ExpertMixing.Parameters;

        public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => (_prepared++ % 2 == 0 ? _byTask : _forAll).Prepare(banks, context);
    }

    /// <summary>Skills that may not be asked at a map.</summary>
    private sealed class NeverAsked(Tessera.Adapters.Training.ITrainedPart part) : Adapters.Models.Fused.IFusedAdaptation
    {
        public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => throw new InvalidOperationException($"{group.Maps[0].Name} was asked.");

        public torch.Tensor? Run(Adapters.Models.Fused.FusedDecoder decoder, torch.Tensor embedded, TokenBatch batch) => ((Adapters.Models.Fused.IFusedAdaptation)part).Run(decoder, embedded, batch);
    }

    /// <summary>Skills without layers of their own.</summary>
    private sealed class AskedAtEachMap(IAdaptation skills) : IAdaptation
    {
        public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => skills.Adapt(group, hidden, batch);
    }

    private sealed class Reader(SkillsInTraining skills) : Adapters.Models.Fused.IFusedAdaptation
    {
        public int Shares { get; private set; }

        public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => skills.Adapt(group, hidden, batch);

        public torch.Tensor? Run(Adapters.Models.Fused.FusedDecoder decoder, torch.Tensor embedded, TokenBatch batch)
        {
            using var mixed = skills.MixAhead(batch)!;
            Shares = mixed.Shares(decoder).Count;
            return null;
        }
    }
}

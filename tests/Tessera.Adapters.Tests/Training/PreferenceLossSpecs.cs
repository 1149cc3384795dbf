using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Tests.Models;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>What two texts begin with is left out of a preference; the loss and its gradient are those of whole texts.</summary>
public sealed class PreferenceLossSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModelFolder _model;

    public PreferenceLossSpecs()
    {
        Libtorch.EnsureLoaded();
        _model = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder), ModelType.Float64);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("0 5 6 7 8 9", 1, "0 5 6 7 3", 1)]
    [InlineData("0 5 6 7 8 9", 1, "0 5 6 7", 1)]
    [InlineData("0 5", 1, "0 5 6 7", 1)]
    [InlineData("0 5 6", 1, "0 7 8 9", 1)]
    [InlineData("0 5 6 7 8", 4, "0 5 6 7 9 3", 4)]
    [InlineData("0 5 6 7 8", 4, "0 7 6 7 8", 4)]
    [InlineData("0 5 6 7 8", 1, "0 5 6 7 9", 3)]
    public void It_is_that_of_all_that_is_learned(string text, int given, string rejected, int rejectedGiven)
    {
        using var scope = torch.NewDisposeScope();
        using ExpertsInTraining one = Experts(), other = Experts();
        var example = new TrainingExample(Text(text, given), Text(rejected, rejectedGiven), Task: 0);

        var loss = new PreferenceLoss().Evaluate(_model.Model, one, [example], default);
        loss.sum().backward();

        var scores = TextScores.Sum(_model.Model, other, [(example.Text, 0), (example.Rejected!, 0)], default);
        var expected = torch.log1p(torch.exp(scores[1] - scores[0])).reshape(1);
        expected.sum().backward();
        loss.ShouldBeNear(expected, 1e-12);
        foreach (var (ours, whole) in one.Parameters.Zip(other.Parameters)) ours.Value.grad!.ShouldBeNear(whole.Value.grad!, 1e-12);
        other.Parameters.Max(parameter => parameter.Value.grad!.abs().max().Number()).Should().BeGreaterThan(1e-5);
    }

    [Fact]
    public void Of_two_texts_that_are_alike_none_is_preferred()
    {
        using var scope = torch.NewDisposeScope();
        using var experts = Experts();

        new PreferenceLoss().Evaluate(_model.Model, experts, [new TrainingExample(Text("0 5 6", 1), Text("0 5 6", 1), Task: 0)], default).Number().Should().BeApproximately(Math.Log(2), 1e-12);
    }

    private static TrainingText Text(string tokens, int given) => new([.. tokens.Split(' ').Select(int.Parse)], given);

    private ExpertsInTraining Experts()
    {
        var experts = new ExpertsInTraining(_model.Model, ["a"], new LoraSettings { Rank = 2 }, LoraInitialization.FanIn, new Seed(5));
        using var none = torch.no_grad();
        foreach (var (i, parameter) in experts.Parameters.Index()) parameter.Value.copy_(torch.randn(parameter.Value.shape, torch.ScalarType.Float64, generator: new torch.Generator((ulong)i)).Times(0.3));
        return experts;
    }
}

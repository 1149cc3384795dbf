using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Tests.Models;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>Tasks with wrong answers and tasks without learn together, each by the loss that fits.</summary>
public sealed class ExampleLossSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModelFolder _model;

    public ExampleLossSpecs()
    {
        Libtorch.EnsureLoaded();
        TinyModel.Llama().Write(_folder);
        _model = LanguageModelFolder.Open(_folder.Path);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_example_has_the_loss_that_it_has_alone()
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        TrainingExample pair = new(new TrainingText([0, 5, 6, 7], 1), new TrainingText([0, 5, 9], 1)), written = new(new TrainingText([0, 8, 3, 4, 11], 2));
        var context = new LossContext(false, default);

        var together = new ExampleLoss().Evaluate(_model.Model, null, [pair, written, pair], context);

        var preference = new PreferenceLoss().Evaluate(_model.Model, null, [pair], context);
        var likelihood = new LanguageModellingLoss().Evaluate(_model.Model, null, [written], context);
        together.ShouldBeNear(torch.cat([preference, likelihood, preference]), 1e-5);
    }
}

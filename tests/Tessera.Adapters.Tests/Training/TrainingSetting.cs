using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Tests.Models;
using Tessera.Adapters.Tests.Tasks;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>A small random model and five small tasks in two families, of which one is held out.</summary>
internal sealed class TrainingSetting : IDisposable
{
    private readonly TemporaryFolder _model = new();

    public TrainingSetting(ModelType type = ModelType.Float32)
    {
        Folder = new PairFolder().Add("a_1", "letters a", 'a', 'b').Add("a_2", "letters a", 'a', 'c').Add("a_3", "letters a", 'a', 'd').Add("b_1", "letters b", 'b', 'a').Add("b_2", "", 'b', 'c');
        Model = LanguageModelFolder.Open(TinyModel.Llama().Write(_model), type);
        Split = new TaskSplit { Folder = Folder.Path, Training = ["a_1", "a_2", "b_1", "b_2"], HeldOut = ["a_3"], TrainingExamples = 8, TestExamples = 4, Hash = "" };
    }

    public PairFolder Folder { get; }

    public LanguageModelFolder Model { get; }

    public TaskSplit Split { get; set; }

    public TrainExpertsOptions Options(Action<TrainExpertsOptions>? change = null)
    {
        var options = new TrainExpertsOptions { Model = Model, Tasks = Split, Rank = 2, Steps = 12, Batch = 4, LearningRate = 0.02 };
        change?.Invoke(options);
        return options;
    }

    public async Task<ExpertLibrary> TrainAsync(RecordingContext context, Action<TrainExpertsOptions>? change = null)
    {
        using var scope = torch.NewDisposeScope();
        return await new TrainExpertsStep(Options(change), TimeProvider.System).RunAsync(context, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Folder.Dispose();
        Model.Dispose();
        _model.Dispose();
    }
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>A pipeline opens a model, and a resumed run takes it up again.</summary>
public sealed class LoadModelSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LoadModelSpecs() => Libtorch.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_that_a_step_opened_is_taken_up_again_as_it_was()
    {
        using var context = new RecordingContext();
        using var saved = new TemporaryFolder();
        TinyModel.Llama().Write(_folder);
        using var opened = await new LoadModelStep(new LoadModelOptions { Path = _folder.Path, Dtype = ModelType.Bfloat16 }).RunAsync(context, TestContext.Current.CancellationToken);
        using var scope = torch.NewDisposeScope();

        await opened.SaveAsync(saved.Path, TestContext.Current.CancellationToken);
        using var again = await LanguageModelFolder.LoadAsync(saved.Path, TestContext.Current.CancellationToken);

        again.Path.Should().Be(opened.Path);
        var batch = TokenBatch.Of([[3, 4, 5]], again.Model.Device);
        again.Model.Run(batch).dtype.Should().Be(torch.ScalarType.BFloat16);
        again.Model.Run(batch).Equals(opened.Model.Run(batch)).Should().BeTrue();
        context.Metrics["layers"].Should().Be(2);
        // Embeddings and head of 40 · 16, two layers of 2 · 16² + 2 · 8 · 16 + 3 · 16 · 24 + 2 · 16, and the last norm.
        context.Metrics["parameters"].Should().Be(2 * 640 + 2 * (512 + 256 + 1152 + 32) + 16);
    }

    [Fact]
    public void The_maps_bear_the_names_of_Hugging_Face_in_the_order_of_a_pass()
    {
        using var llama = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder)).Model;
        using var other = new TemporaryFolder();
        using var phi = LanguageModelFolder.Open(TinyModel.Phi().Write(other)).Model;

        llama.Groups.Take(4).Select(group => string.Join(' ', group.Maps.Select(map => $"{map.Name}:{map.InputSize}-{map.OutputSize}"))).Should().Equal(
            "model.layers.0.self_attn.q_proj:16-16 model.layers.0.self_attn.k_proj:16-8 model.layers.0.self_attn.v_proj:16-8", "model.layers.0.self_attn.o_proj:16-16",
            "model.layers.0.mlp.gate_proj:16-24 model.layers.0.mlp.up_proj:16-24", "model.layers.0.mlp.down_proj:24-16");
        phi.Groups.Skip(3).Select(group => string.Join(' ', group.Maps.Select(map => map.Name))).Should().Equal(
            "model.layers.1.self_attn.q_proj model.layers.1.self_attn.k_proj model.layers.1.self_attn.v_proj model.layers.1.mlp.fc1", "model.layers.1.self_attn.dense", "model.layers.1.mlp.fc2");
        phi.LayerCount.Should().Be(2);
    }
}

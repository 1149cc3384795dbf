using Tessera.Adapters.Models;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>Models of all families compute what their papers say, whatever their weights are stored in.</summary>
public class DecoderSpecs
{
    private static readonly int[] Text = [0, 7, 3, 39, 11, 2, 2, 25, 18];

    public DecoderSpecs() => Libtorch.EnsureLoaded();

    public static TheoryData<string, string> Kinds => new()
    {
        { "LlamaForCausalLM", "{}" },
        { "LlamaForCausalLM", """{ "tie_word_embeddings": true }""" },
        { "LlamaForCausalLM", """{ "attention_bias": true, "mlp_bias": true }""" },
        { "LlamaForCausalLM", """{ "head_dim": 6, "num_key_value_heads": 1 }""" },
        { "LlamaForCausalLM", """{ "num_key_value_heads": 4 }""" },
        { "MistralForCausalLM", """{ "sliding_window": 3 }""" },
        { "MistralForCausalLM", """{ "sliding_window": null }""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void I_can_run_Llama_and_Mistral(string architecture, string changes)
    {
        using var folder = new TemporaryFolder();
        var model = TinyModel.Llama(changes, architecture);
        ShouldBeExact(folder, model, new SlowModel(model));
    }

    [Fact]
    public void I_can_run_Phi()
    {
        using var folder = new TemporaryFolder();
        var model = TinyModel.Phi();
        // 0.4 of 16 numbers are 6.
        ShouldBeExact(folder, model, new SlowModel(model) { Turned = 6, Frequency = pair => Math.Pow(1000.0, -2.0 * pair / 6) });
    }

    [Theory]
    [InlineData("""{ "rope_scaling": { "type": "linear", "factor": 4.0 } }""")]
    [InlineData("""{ "rope_scaling": { "rope_type": "linear", "factor": 4.0 } }""")]
    [InlineData("""{ "rope_theta": null, "rope_parameters": { "rope_theta": 1000.0, "rope_type": "linear", "factor": 4.0 } }""")]
    public void A_context_can_be_stretched_evenly(string scaling)
    {
        using var folder = new TemporaryFolder();
        var model = TinyModel.Llama(scaling);
        ShouldBeExact(folder, model, new SlowModel(model) { Frequency = pair => Math.Pow(1000.0, -2.0 * pair / 4) / 4 });
    }

    [Fact]
    public void A_context_can_be_stretched_as_Llama_3_does()
    {
        using var folder = new TemporaryFolder();
        var model = TinyModel.Llama("""{ "head_dim": 8, "rope_scaling": { "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 32 } }""");
        double[] expected = [.. Enumerable.Range(0, 4).Select(pair =>
        {
            var (plain, wave) = (Math.Pow(1000.0, -2.0 * pair / 8), 2 * Math.PI / Math.Pow(1000.0, -2.0 * pair / 8));
            if (wave < 32 / 4.0) return plain;
            if (wave > 32 / 1.0) return plain / 8;
            var smooth = (32 / wave - 1) / (4 - 1);
            return (1 - smooth) * plain / 8 + smooth * plain;
        })];

        expected[0].Should().Be(1, "the fastest turn stays");
        ShouldBeExact(folder, model, new SlowModel(model) { Frequency = pair => expected[pair] });
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32, 1)]
    [InlineData(torch.ScalarType.Float16, 2)]
    [InlineData(torch.ScalarType.BFloat16, 3)]
    public void Weights_may_be_stored_in_any_type_and_in_several_files(torch.ScalarType stored, int files)
    {
        using var folder = new TemporaryFolder();
        var model = TinyModel.Phi();
        ShouldBeExact(folder, model, new SlowModel(model) { Turned = 6, Frequency = pair => Math.Pow(1000.0, -2.0 * pair / 6) }, stored, files);
    }

    [Theory]
    [InlineData(ModelType.Float32, 1e-5)]
    [InlineData(ModelType.Float16, 0.02)]
    [InlineData(ModelType.Bfloat16, 0.15)]
    public void I_can_choose_the_type_that_a_model_computes_in(ModelType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var tiny = TinyModel.Llama();
        using var model = LanguageModelFolder.Open(tiny.Write(folder), type).Model;

        var hidden = model.Run(TokenBatch.Of([Text], model.Device));
        var logits = model.Score(hidden[0]);

        hidden.dtype.Should().Be(type switch { ModelType.Float16 => torch.ScalarType.Float16, ModelType.Bfloat16 => torch.ScalarType.BFloat16, _ => torch.ScalarType.Float32 });
        logits.dtype.Should().Be(torch.ScalarType.Float32);
        logits.to_type(torch.ScalarType.Float64).ShouldBeNear(ToTensor(new SlowModel(tiny).Logits(Text)), tolerance);
    }

    [Fact]
    public void What_is_padded_behind_a_sequence_changes_nothing()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = LanguageModelFolder.Open(TinyModel.Llama().Write(folder), ModelType.Float64).Model;

        var together = model.Run(TokenBatch.Of([Text, [4, 9], [3]], model.Device));

        together[1, ..2].ShouldBeNear(model.Run(TokenBatch.Of([[4, 9]], model.Device))[0], 1e-12);
        together[2, ..1].ShouldBeNear(model.Run(TokenBatch.Of([[3]], model.Device))[0], 1e-12);
    }

    private static void ShouldBeExact(TemporaryFolder folder, TinyModel tiny, SlowModel slow, torch.ScalarType stored = torch.ScalarType.Float32, int files = 1)
    {
        using var scope = torch.NewDisposeScope();
        using var model = LanguageModelFolder.Open(tiny.Write(folder, stored, files), ModelType.Float64).Model;
        model.Score(model.Run(TokenBatch.Of([Text], model.Device))[0]).ShouldBeNear(ToTensor(slow.Logits(Text)), 1e-10);
    }

    private static torch.Tensor ToTensor(double[][] rows) => torch.tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
}

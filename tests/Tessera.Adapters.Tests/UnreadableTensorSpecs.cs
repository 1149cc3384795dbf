using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>A tensor that cannot be read stands in nobody's way until it is read.</summary>
public class UnreadableTensorSpecs
{
    private const long Large = 3L << 30;

    public UnreadableTensorSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void A_tensor_of_more_than_two_gibibytes_is_refused_when_it_is_read()
    {
        using var folder = new TemporaryFolder();
        using var file = SafetensorsFile.Open(ForgedFile.Write(
            Path.Combine(folder.Path, "large.safetensors"),
            $$$"""{"large":{"dtype":"U8","shape":[3,{{{1 << 30}}}],"data_offsets":[0,{{{Large}}}]},"small":{"dtype":"F32","shape":[2],"data_offsets":[{{{Large}}},{{{Large + 8}}}]}}""", Large + 8));

        using (var small = file.Read("small")) small.shape.Should().Equal(2);
        file.ShapeOf("large").Should().Equal(3, 1 << 30);
        Refused(() => file.Read("large")).Should().Match<Diagnostic>(problem => problem.Id == "TESS5004" && problem.Message.Contains("'large'") && problem.Message.Contains("3221225472 bytes"));
    }

    [Theory]
    [InlineData("F99", 4)]
    [InlineData("F8_E4M3", 2)]
    [InlineData("F4", 1)]
    public void A_tensor_of_an_unknown_type_is_refused_when_it_is_read(string type, int bytes)
    {
        using var folder = new TemporaryFolder();
        using var file = SafetensorsFile.Open(ForgedFile.Write(
            Path.Combine(folder.Path, "odd.safetensors"),
            $$$"""{"odd":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{bytes}}}]},"plain":{"dtype":"F32","shape":[2],"data_offsets":[{{{bytes}}},{{{bytes + 8}}}]}}""", bytes + 8));

        using (var plain = file.Read("plain")) plain.shape.Should().Equal(2);
        Refused(() => file.Read("odd")).Should().Match<Diagnostic>(problem => problem.Id == "TESS5004" && problem.Message.Contains("'odd'") && problem.Message.Contains(type));
    }

    [Fact]
    public void Small_whole_numbers_are_read_and_written()
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        var path = Path.Combine(folder.Path, "whole.safetensors");

        SafetensorsWriter.Write(path, new Dictionary<string, torch.Tensor> { ["a"] = torch.tensor(new short[] { -3, 300 }), ["b"] = torch.tensor(new sbyte[] { -3, 100 }) });
        using var file = SafetensorsFile.Open(path);

        file.Read("a").data<short>().ToArray().Should().Equal(-3, 300);
        file.Read("b").data<sbyte>().ToArray().Should().Equal(-3, 100);
    }

    private static Diagnostic Refused(Func<torch.Tensor> read) => read.Should().Throw<TesseraException>().Which.Diagnostics.Single();
}

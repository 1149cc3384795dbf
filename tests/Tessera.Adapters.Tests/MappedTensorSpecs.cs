using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Tensors come from the pages of a mapped file, and nobody notices.</summary>
public sealed class MappedTensorSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MappedTensorSpecs() => Libtorch.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tensor_outlives_its_file()
    {
        using var scope = torch.NewDisposeScope();
        var path = Write(Positions.Between(0, 100_000));
        torch.Tensor tensor;
        using (var file = SafetensorsFile.Open(path)) tensor = file.Read("t");
        File.Delete(path);

        tensor.sum().item<long>().Should().Be(100_000L * 99_999 / 2);
    }

    [Fact]
    public void Writing_to_a_tensor_leaves_the_file_as_it_is()
    {
        using var scope = torch.NewDisposeScope();
        var path = Write(torch.zeros(1000));
        var before = File.ReadAllBytes(path);
        using (var file = SafetensorsFile.Open(path)) file.Read("t").Accumulate(1).sum().Number().Should().Be(1000);

        File.ReadAllBytes(path).Should().Equal(before);
    }

    [Fact]
    public void Numbers_that_begin_anywhere_are_read_all_the_same()
    {
        var path = Path.Combine(_folder.Path, "odd.safetensors");
        var header = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"t":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""";
        foreach (var padding in Enumerable.Range(0, 4))
        {
            ForgedFile.Write(path, header + new string(' ', padding), 9);
            using (var stream = new FileStream(path, FileMode.Open))
            {
                stream.Seek(-9, SeekOrigin.End);
                stream.Write([7, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)]);
            }

            using var scope = torch.NewDisposeScope();
            using var file = SafetensorsFile.Open(path);
            file.Read("t").data<float>().ToArray().Should().Equal(1.5f, -2f);
            file.Read("a").data<byte>().ToArray().Should().Equal(7);
        }
    }

    [Fact]
    public void A_file_that_was_cut_off_after_it_was_opened_is_refused()
    {
        var path = Write(torch.zeros(10_000));
        using var file = SafetensorsFile.Open(path);
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) stream.SetLength(1000);

        file.Invoking(one => one.Read("t")).Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5002");
    }

    [Fact]
    public void A_closed_file_reads_nothing()
    {
        var file = SafetensorsFile.Open(Write(torch.zeros(10)));
        file.Dispose();
        file.Invoking(one => one.Read("t")).Should().Throw<ObjectDisposedException>();
    }

    private string Write(torch.Tensor tensor)
    {
        var path = Path.Combine(_folder.Path, "tensors.safetensors");
        SafetensorsWriter.Write(path, new Dictionary<string, torch.Tensor> { ["t"] = tensor });
        tensor.Dispose();
        return path;
    }
}

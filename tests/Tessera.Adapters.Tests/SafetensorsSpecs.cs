using System.Buffers.Binary;
using System.Text;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Safetensors files are written as they were read, and hostile ones are refused.</summary>
public class SafetensorsSpecs
{
    public SafetensorsSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void What_is_written_is_read_again_and_writing_it_again_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        var tensors = new Dictionary<string, torch.Tensor>
        {
            ["b"] = Positions.Between(0, 6).to_type(torch.ScalarType.Float32).reshape(2, 3),
            ["a.half"] = torch.tensor([1.5f, -2f]).to_type(torch.ScalarType.Float16),
            ["brain"] = torch.tensor([1.5f, -2f]).to_type(torch.ScalarType.BFloat16),
            ["whole"] = torch.tensor([long.MaxValue, -1L]),
            ["empty"] = torch.zeros(0, 3),
            ["scalar"] = torch.tensor(7.25),
            ["turned"] = Positions.Between(0, 6).to_type(torch.ScalarType.Float64).reshape(2, 3).t(),
        };
        var (first, second) = (Path.Combine(folder.Path, "1.safetensors"), Path.Combine(folder.Path, "2.safetensors"));

        SafetensorsWriter.Write(first, tensors, new Dictionary<string, string> { ["format"] = "pt" });
        using var file = SafetensorsFile.Open(first);
        SafetensorsWriter.Write(second, file.Names.ToDictionary(name => name, file.Read), file.Metadata);

        file.Metadata.Should().Equal(new Dictionary<string, string> { ["format"] = "pt" });
        file.Names.Should().Equal(tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in tensors)
        {
            using var read = file.Read(name);
            read.dtype.Should().Be(tensor.dtype, name);
            read.shape.Should().Equal(tensor.shape, name);
            if (tensor.numel() > 0) read.bytes.SequenceEqual(tensor.contiguous().bytes).Should().BeTrue(name);
        }

        File.ReadAllBytes(second).Should().Equal(File.ReadAllBytes(first));
    }

    [Fact]
    public void A_missing_tensor_is_named_with_the_nearest_one()
    {
        using var file = SafetensorsFile.Open(Path.Combine(Repository.Samples, "experts", "tasks.safetensors"));

        var read = () => file.Read("weigth");

        read.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5003" && problem.Remedy!.Contains("weight"));
    }

    [Theory]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "outside the file")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "outside the file")]
    [InlineData("""{"t":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", 4, "larger than any file")]
    [InlineData("""{"t":{"dtype":"F99","shape":[1],"data_offsets":[0,8]}}""", 4, "outside the file")]
    [InlineData("""{"t":{"dtype":"F99","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlaps")]
    [InlineData("""{"t":{"dtype":99,"shape":[1],"data_offsets":[0,4]}}""", 4, "malformed")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlaps")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "malformed")]
    [InlineData("""{"t":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "malformed")]
    [InlineData("""{"t":7}""", 4, "not described")]
    [InlineData("[]", 0, "no JSON object")]
    [InlineData("", 0, "malformed")]
    public void A_hostile_header_is_refused_with_the_reason(string header, int dataLength, string reason)
    {
        using var folder = new TemporaryFolder();

        Open(folder, Compose(header, dataLength)).Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5002" && problem.Message.Contains(reason));
    }

    [Fact]
    public void A_header_longer_than_the_file_asks_for_no_memory()
    {
        using var folder = new TemporaryFolder();
        var bytes = Compose("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);

        Open(folder, bytes).Should().Throw<TesseraException>().WithMessage("*claims*");
        Open(folder, [1, 2, 3]).Should().Throw<TesseraException>().WithMessage("*eight bytes*");
    }

    [Fact]
    public void Thousands_of_damaged_files_are_read_or_refused_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var whole = Compose("""{"__metadata__":{"format":"pt"},"t":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"u":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}""", 24);
        var numbers = new Random(20260);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var bytes = whole.ToArray();
            for (var change = numbers.Next(1, 6); change > 0; change--) bytes[numbers.Next(bytes.Length)] = (byte)numbers.Next(256);
            if (numbers.Next(4) == 0) bytes = bytes[..numbers.Next(bytes.Length)];
            try
            {
                using var file = SafetensorsFile.Open(Write(folder, bytes));
                foreach (var name in file.Names) file.Read(name).Dispose();
            }
            catch (TesseraException problem)
            {
                problem.Diagnostics.Should().ContainSingle().Which.Id.Should().StartWith("TESS500");
                refused++;
            }
        }

        refused.Should().BeGreaterThan(1500).And.BeLessThan(3000, "some changes only touch the data");
    }

    private static Action Open(TemporaryFolder folder, byte[] bytes) => () => SafetensorsFile.Open(Write(folder, bytes)).Dispose();

    private static string Write(TemporaryFolder folder, byte[] bytes)
    {
        var path = Path.Combine(folder.Path, "file.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Compose(string header, int dataLength)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }
}

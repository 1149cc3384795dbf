using System.IO.Compression;
using System.Text;
using Tessera.Adapters.Library.Torch;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>A pickle is a program, and none of ours is run.</summary>
public sealed class RestrictedUnpicklerSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RestrictedUnpicklerSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData("cos\nsystem\nX\u0002\0\0\0ls\u0085R.", "os.system")]
    [InlineData("cbuiltins\neval\n.", "builtins.eval")]
    [InlineData("ctorch._utils\n_rebuild_parameter\n.", "torch._utils._rebuild_parameter")]
    [InlineData("cposix\nsystem\n.", "posix.system")]
    [InlineData("}bi.", "")]
    [InlineData("(i__main__\nEvil\n.", "0x69")]
    [InlineData("\u0081.", "0x81")]
    [InlineData("\u0082\u0001.", "0x82")]
    [InlineData("P1\n.", "0x50")]
    [InlineData("ccollections\nOrderedDict\nX\u0001\0\0\0a\u0085R.", "cannot be called")]
    [InlineData("ctorch\nFloatStorage\n)R.", "cannot be called")]
    [InlineData("ccollections\nOrderedDict\nNb.", "no dictionary")]
    [InlineData("N.", "no dictionary")]
    [InlineData("h\u0005.", "never kept")]
    [InlineData("}X\u0001\0\0\0aNsX\u0001\0\0\0aNs.", "twice")]
    [InlineData("}K\u0001Ns.", "no text")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff.", "4294967295")]
    [InlineData("\u008a\u00ff.", "255")]
    [InlineData("\u0080\u0009}.", "protocol 9")]
    [InlineData("}", "too early")]
    [InlineData("", "too early")]
    [InlineData(".", "nothing")]
    [InlineData("(.", "nothing")]
    [InlineData("t.", "nothing")]
    [InlineData("((t.", "no dictionary")]
    [InlineData("K\u0001Q.", "storage")]
    public void What_no_tensor_needs_is_refused_by_name(string pickle, string reason)
    {
        var read = () => RestrictedUnpickler.Read(Encoding.Latin1.GetBytes(pickle));

        read.Should().Throw<PickleException>().WithMessage($"*{reason}*");
    }

    [Theory]
    [InlineData("../../secret", 6)]
    [InlineData("0", 5)]
    [InlineData("9", 6)]
    public void A_storage_elsewhere_of_another_length_or_missing_is_refused(string key, int count)
    {
        var path = Path.Combine(_folder.Path, "one.ckpt");
        TorchFile.WriteArchive(path, Tensor(key, count, 0, [3, 2], [2, 1]), [new byte[24]]);
        var read = () =>
        {
            using var checkpoint = TorchCheckpoint.Open(path);
            checkpoint.Read("m").Dispose();
        };

        Refused(read).Id.Should().Be("TESS5310");
    }

    [Theory]
    [InlineData(6, -1, new[] { 3, 2 }, new[] { 2, 1 })]
    [InlineData(6, 1, new[] { 3, 2 }, new[] { 2, 1 })]
    [InlineData(6, 0, new[] { 3, 3 }, new[] { 2, 1 })]
    [InlineData(6, 0, new[] { 1000, 1000 }, new[] { 0, 0 })]
    [InlineData(6, 0, new[] { -3, 2 }, new[] { 2, 1 })]
    [InlineData(6, 0, new[] { 3, 2 }, new[] { -2, 1 })]
    [InlineData(6, 0, new[] { 3, 2 }, new[] { 2 })]
    [InlineData(6, 0, new[] { int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue }, new[] { int.MaxValue, 1, 1, 1 })]
    [InlineData(-1, 0, new[] { 0 }, new[] { 1 })]
    public void A_view_that_leaves_or_repeats_its_storage_is_refused(int count, int offset, int[] shape, int[] strides)
    {
        var read = () => RestrictedUnpickler.Read(Tensor("0", count, offset, shape, strides));

        read.Should().Throw<PickleException>();
    }

    [Fact]
    public void An_archive_that_is_none_is_compressed_or_in_another_byte_order_is_refused()
    {
        var path = Path.Combine(_folder.Path, "one.ckpt");
        foreach (var content in new byte[][] { [], "PK"u8.ToArray(), [0x80, 2, (byte)'}', (byte)'.'], new byte[1000] })
        {
            File.WriteAllBytes(path, content);
            Refused(() => TorchCheckpoint.Open(path).Dispose()).Id.Should().Be("TESS5310");
        }

        TorchFile.WriteArchive(path, [.. TorchFile.Pickle(("m", [1])), .. new byte[100_000]], [new byte[4]], CompressionLevel.SmallestSize);
        Refused(() => TorchCheckpoint.Open(path).Dispose()).Message.Should().Contain("compressed");
        TorchFile.Write(path, ("m", [1], [1]));
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            archive.GetEntry("archive/byteorder")!.Delete();
            using var order = archive.CreateEntry("archive/byteorder", CompressionLevel.NoCompression).Open();
            order.Write("big"u8);
        }

        Refused(() => TorchCheckpoint.Open(path).Dispose()).Message.Should().Contain("byte order");
        Refused(() => TorchCheckpoint.Open(path + ".missing").Dispose()).Id.Should().Be("TESS5310");
    }

    [Fact]
    public void Twenty_thousand_malformed_pickles_are_read_or_refused_and_nothing_else()
    {
        var random = new Seed(11).CreateRandom();
        var whole = TorchFile.Pickle(("layers.0.q.lora_a", [6, 2]), ("layers.0.q.lora_b", [2, 5]), ("layers.1.q.lora_a", [6, 2]));
        byte[] opcodes = [.. "()tQRbcX}]uase.qhrjJKMN"u8, 0x80, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8c, 0x93, 0x94, 0x95];
        var (read, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var pickle = Mutate(whole, opcodes, random);
            try
            {
                RestrictedUnpickler.Read(pickle).Values.Where(value => value is not (null or bool or long or string or object[] or List<object?> or Dictionary<string, object?> or TorchTensor or TorchStorage or torch.ScalarType) && !ReferenceEquals(value, PickleGlobals.OrderedDictionary) && !ReferenceEquals(value, PickleGlobals.RebuildTensor)).Should().BeEmpty();
                read++;
            }
            catch (PickleException)
            {
                refused++;
            }
        }

        refused.Should().BeGreaterThan(10_000);
        read.Should().BeGreaterThan(100, "some changes do no harm");
    }

    [Fact]
    public void Damaged_archives_are_read_or_refused_and_nothing_else()
    {
        var path = Path.Combine(_folder.Path, "one.ckpt");
        TorchFile.Write(path, ("m.lora_a", [6, 2], new float[12]), ("m.lora_b", [2, 5], new float[10]));
        var whole = File.ReadAllBytes(path);
        var random = new Seed(12).CreateRandom();
        for (var i = 0; i < 1000; i++)
        {
            var damaged = (byte[])whole.Clone();
            for (var change = random.Next(1, 6); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, damaged[..(i % 3 == 0 ? random.Next(damaged.Length) : damaged.Length)]);
            try
            {
                foreach (var factors in MttlExpert.Read(path, 16).Values)
                {
                    factors.A.Dispose();
                    factors.B.Dispose();
                }
            }
            catch (TesseraException refused)
            {
                refused.Diagnostics[0].Id.Should().BeOneOf("TESS5310", "TESS5311");
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Mutate(byte[] whole, byte[] opcodes, Random random)
    {
        var bytes = whole.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 1; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = opcodes[random.Next(opcodes.Length)]; break;
                case 2: bytes.Insert(at, opcodes[random.Next(opcodes.Length)]); break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(0, random.Next(Math.Min(bytes.Count, 60)))); break;
                default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Tensor(string key, int count, int offset, int[] shape, int[] strides)
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2, (byte)'}']);
        TorchFile.Text(pickle, "m");
        TorchFile.Global(pickle, "torch._utils", "_rebuild_tensor_v2");
        pickle.Write("(("u8);
        TorchFile.Text(pickle, "storage");
        TorchFile.Global(pickle, "torch", "FloatStorage");
        TorchFile.Text(pickle, key);
        TorchFile.Text(pickle, "cpu");
        Number(count);
        pickle.Write("tQ"u8);
        Number(offset);
        foreach (var numbers in new[] { shape, strides })
        {
            pickle.WriteByte((byte)'(');
            foreach (var number in numbers) Number(number);
            pickle.WriteByte((byte)'t');
        }

        pickle.WriteByte(0x89);
        TorchFile.Global(pickle, "collections", "OrderedDict");
        pickle.Write(")RtRs."u8);
        return pickle.ToArray();

        void Number(int number) => pickle.Write([(byte)'J', .. BitConverter.GetBytes(number)]);
    }

    private static Diagnostic Refused(Action read) => read.Should().Throw<TesseraException>().Which.Diagnostics.Single();
}

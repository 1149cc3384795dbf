using System.Diagnostics;
using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>I can bring experts of MTTL, and nothing that their files hold is run.</summary>
public sealed class ImportExpertsSpecs : IDisposable
{
    // Python's own pickle writes the real opcodes; a module that is called torch stands in for the one that is not installed.
    private const string Script = """
        import collections, io, pickle, struct, sys, types, zipfile
        torch, utils = types.ModuleType('torch'), types.ModuleType('torch._utils')
        def _rebuild_tensor_v2(*arguments): return arguments
        _rebuild_tensor_v2.__module__, _rebuild_tensor_v2.__qualname__ = 'torch._utils', '_rebuild_tensor_v2'
        utils._rebuild_tensor_v2 = _rebuild_tensor_v2
        class Storage:
            def __init__(self, key, count): self.key, self.count = key, count
        class HalfStorage: pass
        class DoubleStorage: pass
        for kind in (HalfStorage, DoubleStorage):
            kind.__module__, kind.__qualname__ = 'torch', kind.__name__
            setattr(torch, kind.__name__, kind)
        torch._utils = utils
        sys.modules['torch'], sys.modules['torch._utils'] = torch, utils
        class Tensor:
            def __init__(self, storage, offset, shape, strides): self.parts = (storage, offset, shape, strides, False, collections.OrderedDict())
            def __reduce__(self): return (_rebuild_tensor_v2, self.parts)
        kind = DoubleStorage if sys.argv[3] == 'double' else HalfStorage
        class Pickler(pickle.Pickler):
            def persistent_id(self, thing):
                if isinstance(thing, Storage): return ('storage', kind, thing.key, 'cpu', thing.count)
        path, protocol = sys.argv[1], int(sys.argv[2])
        a, b = Storage('0', 12), Storage('1', 10)
        state = collections.OrderedDict() if protocol == 2 else {}
        # q and k are tied: they share the storage of A. B of k lies the other way within its storage.
        state['layers.0.q_proj.lora_a'] = Tensor(a, 0, (6, 2), (2, 1))
        state['layers.0.q_proj.lora_b'] = Tensor(b, 0, (2, 5), (5, 1))
        state['layers.0.k_proj.lora_a'] = Tensor(a, 0, (6, 2), (2, 1))
        state['layers.0.k_proj.lora_b'] = Tensor(b, 2, (2, 4), (1, 2))
        if protocol == 2: state._metadata = collections.OrderedDict(version=1)
        data = io.BytesIO()
        Pickler(data, protocol=protocol).dump(state)
        code = 'd' if kind is DoubleStorage else 'e'
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_STORED) as archive:
            archive.writestr('expert/data.pkl', data.getvalue())
            archive.writestr('expert/byteorder', 'little')
            archive.writestr('expert/data/0', struct.pack('<12' + code, *[i / 4 for i in range(12)]))
            archive.writestr('expert/data/1', struct.pack('<10' + code, *[-i / 8 for i in range(10)]))
            archive.writestr('expert/version', '3\n')
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingContext _context = new();
    private readonly DisposeScope _scope;

    public ImportExpertsSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
    }

    [Theory]
    [InlineData(2, "half")]
    [InlineData(2, "double")]
    [InlineData(4, "half")]
    [InlineData(5, "double")]
    public async Task An_expert_that_Python_pickled_becomes_a_PEFT_adapter(int protocol, string type)
    {
        InstalledPython.Require();
        var script = _folder.File("write.py", Script);
        var checkpoints = Directory.CreateDirectory(Path.Combine(_folder.Path, "mttl")).FullName;
        using (var python = Process.Start("python3", [script, Path.Combine(checkpoints, "wiqa.ckpt"), $"{protocol}", type]))
        {
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            python.ExitCode.Should().Be(0);
        }

        using var library = await ImportAsync(new ImportExpertsOptions { Path = checkpoints, BaseModel = "phi-2", RemovePrefix = "layers." });

        library.Experts.Should().ContainSingle().Which.Name.Should().Be("wiqa");
        library.Experts[0].Metadata.Should().Contain("task", "wiqa").And.Contain("baseModel", "phi-2");
        library.Maps.Select(map => (map.Name, map.InputSize, map.OutputSize)).Should().Equal(("0.k_proj", 6, 4), ("0.q_proj", 6, 5));
        var (k, q) = (library.Read(0, 0)!, library.Read(0, 1)!);
        (q.Scaling, k.Scaling, q.Rank).Should().Be((8, 8, 2));
        q.A.dtype.Should().Be(type == "half" ? torch.ScalarType.Float16 : torch.ScalarType.Float64);
        for (var r = 0; r < 2; r++)
        {
            for (var i = 0; i < 6; i++) (q.A[r, i].Number(), k.A[r, i].Number()).Should().Be(((2 * i + r) / 4.0, (2 * i + r) / 4.0));
            for (var o = 0; o < 5; o++) q.B[o, r].Number().Should().Be(-(5 * r + o) / 8.0);
            for (var o = 0; o < 4; o++) k.B[o, r].Number().Should().Be(-(2 + r + 2 * o) / 8.0);
        }
    }

    [Fact]
    public async Task A_file_alone_is_imported_with_the_alpha_that_I_give()
    {
        var path = Path.Combine(_folder.Path, "one.ckpt");
        TorchFile.Write(path, ("m.lora_a", [3, 2], [1, 2, 3, 4, 5, 6]), ("m.lora_b", [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]));

        using var library = await ImportAsync(new ImportExpertsOptions { Path = path, Alpha = 4 });

        var factors = library.Read(0, 0)!;
        factors.Scaling.Should().Be(2);
        factors.A.data<float>().ToArray().Should().Equal(1, 3, 5, 2, 4, 6);
        factors.B.data<float>().ToArray().Should().Equal(1, 5, 2, 6, 3, 7, 4, 8);
    }

    [Theory]
    [InlineData("m.lora_a", new long[] { 3, 2 }, "m.lora_b", new long[] { 3, 4 }, "(3, 2) and (3, 4)")]
    [InlineData("m.lora_a", new long[] { 8, 1, 3, 2 }, "m.lora_b", new long[] { 8, 2, 1, 4 }, "(8, 1, 3, 2)")]
    [InlineData("m.lora_a", new long[] { 3, 2 }, "n.lora_b", new long[] { 2, 4 }, "no other factor")]
    [InlineData("m.lora_a", new long[] { 3, 2 }, "m.module_logits", new long[] { 2, 4 }, "'m.module_logits' is no factor")]
    public async Task What_is_no_expert_of_MTTL_is_explained(string first, long[] firstShape, string second, long[] secondShape, string reason)
    {
        var path = Path.Combine(_folder.Path, "one.ckpt");
        TorchFile.Write(path, (first, firstShape, new float[firstShape.Aggregate(1L, (product, size) => product * size)]), (second, secondShape, new float[secondShape.Aggregate(1L, (product, size) => product * size)]));
        var import = () => ImportAsync(new ImportExpertsOptions { Path = path });

        (await import.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5311" && problem.Message.Contains(reason));
    }

    [Fact]
    public async Task Numbers_that_are_none_and_folders_without_checkpoints_are_refused()
    {
        var path = Path.Combine(_folder.Path, "one.ckpt");
        TorchFile.Write(path, ("m.lora_a", [1, 1], [float.NaN]), ("m.lora_b", [1, 1], [1]));
        var import = () => ImportAsync(new ImportExpertsOptions { Path = path });
        var nothing = () => ImportAsync(new ImportExpertsOptions { Path = _context.Folder });

        (await import.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Id.Should().Be("TESS5311");
        (await nothing.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Id.Should().Be("TESS5312");
    }

    public void Dispose()
    {
        _scope.Dispose();
        _context.Dispose();
        _folder.Dispose();
    }

    private Task<ExpertLibrary> ImportAsync(ImportExpertsOptions options) => new ImportExpertsStep(options).RunAsync(_context, CancellationToken.None);
}

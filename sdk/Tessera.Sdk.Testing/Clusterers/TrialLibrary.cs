using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>A library that knows what was read from it, and what of that is still held.</summary>
internal sealed class TrialLibrary(IReadOnlyList<TrialExpert> experts, IReadOnlyList<LinearMap> maps) : IExpertLibrary
{
    private readonly List<LoraFactors> _held = [];
    private int _mostHeld;

    public IReadOnlyList<ExpertInfo> Experts { get; } = [.. experts.Select(expert => expert.Info)];

    public IReadOnlyList<LinearMap> Maps => maps;

    /// <summary>The element type of what is read.</summary>
    public Func<int, torch.ScalarType> TypeOf { get; init; } = _ => torch.ScalarType.Float32;

    /// <summary>What happens before factors are read.</summary>
    public Action? OnRead { get; init; }

    public int ReadCount { get; private set; }

    /// <summary>How many experts' factors for a map were held at a time.</summary>
    public int MostHeld
    {
        get
        {
            lock (_held) return _mostHeld;
        }
    }

    /// <summary>How many are held now.</summary>
    public int Held
    {
        get
        {
            lock (_held)
            {
                ForgetDisposed();
                return _held.Count;
            }
        }
    }

    public LoraFactors? Read(int expert, int map)
    {
        OnRead?.Invoke();
        lock (_held)
        {
            ReadCount++;
            if (experts[expert].Factors[map] is not { } factors) return null;
            ForgetDisposed();
            var read = new LoraFactors(
                torch.tensor(factors.A, [factors.Rank, maps[map].InputSize], TypeOf(expert)), torch.tensor(factors.B, [maps[map].OutputSize, factors.Rank], TypeOf(expert)), 1);
            _held.Add(read);
            _mostHeld = Math.Max(_mostHeld, _held.Count);
            return read;
        }
    }

    /// <summary>Disposes of what nobody has disposed of.</summary>
    public void Release()
    {
        lock (_held)
        {
            foreach (var factors in _held)
            {
                factors.A.Dispose();
                factors.B.Dispose();
            }
        }
    }

    private void ForgetDisposed() => _held.RemoveAll(factors => factors.A.IsInvalid && factors.B.IsInvalid);
}

using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Fused;
using TorchSharp;

namespace Tessera.Adapters.Training.Skills;

/// <summary>Skills in one of several passes of a step: the same skills and routing as in the others, with gradients of the pass.</summary>
internal sealed class SkillsPart(SkillsInTraining skills) : ITrainedPart, IFusedAdaptation
{
    private readonly torch.Tensor[] _learned = [.. skills.Parameters.Select(parameter => parameter.Value)];
    private readonly List<PassGradients> _gradients = [];
    private readonly List<(MixedSkills Mixed, FusedRun Run)> _runs = [];
    private bool _isAsked;

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch)
    {
        // Gradients of the two would have to be found in two ways.
        if (_runs.Count > 0) throw new InvalidOperationException("A loss ran the model once through hand-written layers and once through its own.");
        _isAsked = true;
        return skills.Adapt(group, hidden, batch);
    }

    public torch.Tensor? Run(FusedDecoder decoder, torch.Tensor embedded, TokenBatch batch)
    {
        if (_isAsked || skills.MixAhead(batch) is not { } mixed) return null;
        try
        {
            var run = new FusedRun(decoder, mixed.Shares(decoder), embedded, batch);
            _runs.Add((mixed, run));
            return run.Hidden.alias();
        }
        catch
        {
            mixed.Dispose();
            throw;
        }
    }

    public void Learn(torch.Tensor loss)
    {
        _isAsked = false;
        if (_runs.Count == 0)
        {
            _gradients.Add(PassGradients.Of(loss, _learned));
            return;
        }

        loss.backward();
        foreach (var (mixed, run) in _runs)
        {
            run.Backward();
            _gradients.Add(mixed.Gradients(_learned));
        }

        Forget();
    }

    public void Gather()
    {
        foreach (var gradients in _gradients) gradients.AddTo(_learned);
    }

    public void Dispose()
    {
        Forget();
        foreach (var gradients in _gradients) gradients.Dispose();
    }

    // Right after it has been learned from, so that the next pass takes the memory.
    private void Forget()
    {
        foreach (var (mixed, run) in _runs)
        {
            run.Dispose();
            mixed.Dispose();
        }

        _runs.Clear();
    }
}

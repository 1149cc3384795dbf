using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>
/// Compares programs by how probable they make the wanted answers: one layer exactly, two layers by a lower bound on sampled hidden texts
/// (Algorithms 1 and 2 of arXiv 2306.12509).
/// </summary>
internal sealed class LikelihoodComparing : IComparing
{
    private readonly DlnOptions _options;
    private readonly OptimizationTask _task;
    private readonly CandidatePools _pools;
    private readonly ProgramEvaluation _programs;
    private readonly HiddenSupports _supports;
    private readonly HiddenGathering _hidden;
    private readonly CandidateScores _scores;
    private readonly CandidateRace _race;
    private readonly PromptPenalties _penalties;

    public LikelihoodComparing(DlnOptions options, OptimizationTask task, CandidatePools pools, ProgramEvaluation programs)
    {
        (_options, _task, _pools, _programs) = (options, task, pools, programs);
        var layers = new LayerEvaluation(task.Forward, task.Templates, task.Loss);
        _supports = new HiddenSupports(options.Hidden.Samples + options.Hidden.Kept);
        _hidden = new HiddenGathering(options.Hidden, task, layers, _supports);
        _scores = new CandidateScores(options.Hidden.Likelihood, task.Program, layers);
        _race = new CandidateRace(options.Racing);
        _penalties = new PromptPenalties(options, task, layers, _scores);
    }

    public bool IsMoving => _task.Program.Layers.Count > 1;

    public async Task<Comparison> ImproveAsync(SearchState state, CancellationToken cancellationToken)
    {
        var all = await _hidden.GatherAsync(state, cancellationToken).ConfigureAwait(false);
        var before = await ScoreNowAsync(state, all, cancellationToken).ConfigureAwait(false);
        var weights = WeightsOf(before);
        var targets = all.Texts.Zip(weights, (texts, row) => texts[PromptChoice.IndexOfLargest(row)]).ToList();
        var (pools, proposed) = await _pools.GatherAsync(state, isDone: false, targets, cancellationToken).ConfigureAwait(false);

        var kept = all.Without(weights, _options.Hidden.Prune);
        var texts = await _hidden.WidenAsync(kept, state, [.. pools[0].Skip(1).Select(candidate => candidate.Prompt)], cancellationToken).ConfigureAwait(false);
        var now = await ScoreNowAsync(state, texts, cancellationToken).ConfigureAwait(false);
        var left = WeightsOf(now);
        var hidden = await _race.RunAsync(Hidden(pools), state.Batch, texts, left, _scores.ScoreHiddenAsync, cancellationToken).ConfigureAwait(false);
        var answers = await _race.RunAsync([.. pools[^1].Select(candidate => candidate.Prompt)], state.Batch, texts, left, _scores.ScoreAnswersAsync, cancellationToken).ConfigureAwait(false);

        var tables = new ScoreTables(hidden.Scores, answers.Scores, texts.Offsets);
        var hiddenPenalties = await _penalties.ForExplorationAsync(hidden.Pick(Hidden(pools)), state, cancellationToken).ConfigureAwait(false);
        var answerPenalties = await _penalties.ForTrustAsync(answers.Pick([.. pools[^1].Select(candidate => candidate.Prompt)]), state, cancellationToken).ConfigureAwait(false);
        var choice = _options.Selection == PromptSelection.Joint
            ? PromptChoice.Joint(tables, hiddenPenalties, answerPenalties)
            : PromptChoice.Factored(tables, left, hiddenPenalties, answerPenalties);

        Remember(state.Batch, texts, tables, choice);
        return new Comparison(pools, Widen(choice, hidden, answers), proposed, Numbers(before, weights, all, kept, hidden, answers));
    }

    public async Task<IReadOnlyList<double>> RateAsync(IReadOnlyList<Combination> programs, CancellationToken cancellationToken)
    {
        var examples = _task.SelectionExamples;
        if (IsMoving)
        {
            var answers = await _programs.AnswerAsync([.. programs.Select(program => program.In(_task.Program))], examples, cancellationToken).ConfigureAwait(false);
            foreach (var (row, example) in examples.Index()) _supports.Add(example, answers.Select(answer => answer[row].Hidden[0]).Where(text => text.Length > 0));
        }

        var texts = Whole(examples);
        var (below, above) = (programs.Select(program => program.Prompts[0].Prompt).Distinct().ToList(), programs.Select(program => program.Prompts[^1].Prompt).Distinct().ToList());
        var tables = new ScoreTables(
            await _scores.ScoreHiddenAsync(below, examples, texts.Texts, cancellationToken).ConfigureAwait(false),
            await _scores.ScoreAnswersAsync(above, examples, texts.Texts, cancellationToken).ConfigureAwait(false),
            texts.Offsets);
        var pairs = programs.Select(program => (Hidden: below.IndexOf(program.Prompts[0].Prompt), Answer: above.IndexOf(program.Prompts[^1].Prompt))).ToList();
        var scores = pairs.ConvertAll(pair => HiddenBound.Mean(tables, pair.Hidden, pair.Answer));
        var best = pairs[PromptChoice.IndexOfLargest(scores)];
        Remember(examples, texts, tables, best.Hidden, best.Answer);
        return scores;
    }

    private async Task<ScoreTables> ScoreNowAsync(SearchState state, BatchTexts texts, CancellationToken cancellationToken) => new(
        await _scores.ScoreHiddenAsync([state.Parents[0].Prompts[0].Prompt], state.Batch, texts.Texts, cancellationToken).ConfigureAwait(false),
        await _scores.ScoreAnswersAsync([state.Parents[0].Prompts[^1].Prompt], state.Batch, texts.Texts, cancellationToken).ConfigureAwait(false),
        texts.Offsets);

    private IReadOnlyList<string> Hidden(IReadOnlyList<IReadOnlyList<Candidate>> pools) => IsMoving ? [.. pools[0].Select(candidate => candidate.Prompt)] : [""];

    private BatchTexts Whole(IReadOnlyList<Example> examples)
    {
        IReadOnlyList<IReadOnlyList<string>> texts = [.. examples.Select(example => IsMoving && _supports.Of(example).Count > 0 ? _supports.Of(example) : [""])];
        return new BatchTexts(texts, [.. texts.Select(row => new double[row.Count])]);
    }

    private double[][] WeightsOf(ScoreTables tables) =>
        [.. Enumerable.Range(0, tables.Offsets.Length).Select(row => HiddenBound.Weights(tables.Joint(0, 0, row), _options.Hidden.PosteriorTemperature))];

    private void Remember(IReadOnlyList<Example> batch, BatchTexts texts, ScoreTables tables, Choice choice) => Remember(batch, texts, tables, choice.Indices[0], choice.Indices[1]);

    private void Remember(IReadOnlyList<Example> batch, BatchTexts texts, ScoreTables tables, int hidden, int answer)
    {
        if (!IsMoving) return;
        foreach (var (row, example) in batch.Index())
        {
            var known = texts.Texts[row].Zip(tables.Joint(hidden, answer, row)).DistinctBy(pair => pair.First, StringComparer.Ordinal).ToList();
            _supports.Keep(example, known.ConvertAll(pair => pair.First), known.ConvertAll(pair => pair.Second));
        }
    }

    /// <summary>The choice in terms of whole pools, with one entry for each layer of the program.</summary>
    private Choice Widen(Choice choice, RaceResult hidden, RaceResult answers)
    {
        var last = (Index: answers.Survivors[choice.Indices[1]], Scores: answers.Spread(choice.Scores[1]));
        return IsMoving
            ? new Choice([hidden.Survivors[choice.Indices[0]], last.Index], [hidden.Spread(choice.Scores[0]), last.Scores], choice.Score)
            : new Choice([last.Index], [last.Scores], choice.Score);
    }

    private Dictionary<string, double> Numbers(ScoreTables before, double[][] weights, BatchTexts all, BatchTexts kept, RaceResult hidden, RaceResult answers)
    {
        var numbers = new Dictionary<string, double>();
        if (IsMoving)
        {
            numbers["boundBefore"] = HiddenBound.Mean(before, 0, 0);
            numbers["effectiveSampleSize"] = weights.Average(row => HiddenBound.EffectiveSampleSize(row));
            numbers["entropy"] = weights.Average(row => HiddenBound.Entropy(row));
            numbers["hiddenTexts"] = all.Texts.Average(row => row.Distinct(StringComparer.Ordinal).Count());
            if (_options.Hidden.Prune > 0) numbers["pruned"] = all.Texts.Sum(row => row.Count) - kept.Texts.Sum(row => row.Count);
        }

        if (_options.Racing) numbers["scoresSaved"] = (IsMoving ? hidden.Saved : 0) + answers.Saved;
        return numbers;
    }
}

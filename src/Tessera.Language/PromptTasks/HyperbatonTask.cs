using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>
/// The order of adjectives, tested on the 250 examples of BIG-Bench-Hard. What BIG-bench has besides is made anew by its rule: two to seven
/// adjectives of different classes before a noun, once in the order of the classes and once in another.
/// </summary>
/// <param name="name">Its name in options.</param>
/// <param name="instruction">What is asked, with which every input begins.</param>
/// <param name="labels">The letters of the two options.</param>
internal sealed class HyperbatonTask(string name, string instruction, IReadOnlyList<string> labels) : PromptTask(name, instruction, labels)
{
    private const int TrainingExamples = 1000;
    private const int ValidationExamples = 300;
    private const int MostAdjectives = 7;
    private const int MostAttempts = 100 * (TrainingExamples + ValidationExamples);

    public override async Task<TaskSplits> ReadAsync(string folder, uint seed, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "hyperbaton_vocab.json");
        var vocabulary = await AdjectiveVocabulary.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        var test = await BigBenchFile.ReadAsync(Path.Combine(folder, "bbh", "hyperbaton.json"), example => OptionQuestion.Parse(example), cancellationToken).ConfigureAwait(false);
        var made = Make(vocabulary, [.. test.Select(PhraseOf)], new NumpyRandomState(seed));
        if (made.Count < TrainingExamples + ValidationExamples) throw new TaskFile(file).Malformed($"The words make fewer than {TrainingExamples + ValidationExamples} different phrases.", keyPath: "words");
        return new TaskSplits(made[..TrainingExamples], made[TrainingExamples..], test);
    }

    // No phrase comes twice, so that nothing is validated or tested on what was trained on.
    private List<Example> Make(AdjectiveVocabulary vocabulary, HashSet<string> known, NumpyRandomState random)
    {
        var made = new List<Example>();
        for (var attempt = 0; attempt < MostAttempts && made.Count < TrainingExamples + ValidationExamples; attempt++)
        {
            var adjectives = 2 + random.UpTo(Math.Min(MostAdjectives, vocabulary.Classes.Count) - 2);
            string[] words = [.. random.Choose(vocabulary.Classes.Count, adjectives).Order().Select(index => Draw(vocabulary.Classes[index], random))];
            var noun = Draw(vocabulary.Nouns, random);
            if (!known.Add(Phrase(words, noun))) continue;
            var wrong = WrongOrder(adjectives, random).Select(index => words[index]);
            made.Add(new OptionQuestion(Instruction, [Phrase(words, noun), Phrase(wrong, noun)], Right: 0).Shuffled(random).ToExample());
        }

        return made;
    }

    private static int[] WrongOrder(int adjectives, NumpyRandomState random)
    {
        int[] order;
        do order = random.Permute(Enumerable.Range(0, adjectives));
        while (order.SequenceEqual(Enumerable.Range(0, adjectives)));
        return order;
    }

    private static string Draw(IReadOnlyList<string> words, NumpyRandomState random) => words[random.UpTo(words.Count - 1)];

    private static string Phrase(IEnumerable<string> adjectives, string noun) => string.Join(' ', adjectives.Append(noun));

    private static string PhraseOf(Example example)
    {
        var question = OptionQuestion.Parse(example);
        return question.Options[question.Right];
    }
}

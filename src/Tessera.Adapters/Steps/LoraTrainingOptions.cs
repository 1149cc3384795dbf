using System.ComponentModel.DataAnnotations;
using Tessera.Adapters.Lora;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;

namespace Tessera.Adapters.Steps;

/// <summary>How the factors of LoRA are trained, as far as it is the same for every step that trains some.</summary>
public abstract class LoraTrainingOptions
{
    /// <summary>The rank of the factors.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 1024)]
    public int Rank { get; set; } = 4;

    /// <summary>The product of the factors counts alpha / rank times.</summary>
    /// <value>By default the rank, so that it counts once.</value>
    [Range(1e-6, 1e6)]
    public double? Alpha { get; set; }

    /// <summary>The linear maps that are adapted: ends of their names, such as <c>q_proj</c>, or regular expressions that the whole name matches.</summary>
    /// <value>By default all linear maps of the layers.</value>
    public IReadOnlyList<string> Targets { get; set; } = [];

    /// <summary>How the factor A begins; B begins at zero.</summary>
    /// <value>The default value is normal with the variance 1/d_in.</value>
    public LoraInitialization Initialization { get; set; } = LoraInitialization.FanIn;

    /// <summary>What training makes small.</summary>
    /// <value>The default value is <c>preference</c>.</value>
    public TrainingLoss Loss { get; set; } = TrainingLoss.Preference;

    /// <summary>How many steps there are.</summary>
    /// <value>The default value is 60.</value>
    [Range(1, 10_000_000)]
    public int Steps { get; set; } = 60;

    /// <summary>The full learning rate.</summary>
    /// <value>The default value is 0.005.</value>
    [Range(1e-12, 100.0)]
    public double LearningRate { get; set; } = 5e-3;

    /// <summary>How the learning rate changes after the warm-up.</summary>
    /// <value>The default value is <c>linear</c>: it falls evenly to 0.</value>
    public ScheduleShape Schedule { get; set; } = ScheduleShape.Linear;

    /// <summary>During how many first steps the learning rate rises.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 10_000_000)]
    public int WarmUp { get; set; }

    /// <summary>The largest norm of an expert's gradient; a longer one is shortened to it.</summary>
    /// <value>By default there is no bound.</value>
    [Range(1e-12, 1e12)]
    public double? Clip { get; set; }

    /// <summary>The share of the factors that a step takes away, times the learning rate.</summary>
    /// <value>The default value is 0.</value>
    [Range(0.0, 1e6)]
    public double WeightDecay { get; set; }

    /// <summary>After how many steps training is kept, so that a killed run goes on from there.</summary>
    /// <value>The default value is 50.</value>
    [Range(1, 10_000_000)]
    public int CheckpointEvery { get; set; } = 50;

    internal LoraSettings ToSettings() => new() { Rank = Rank, Scaling = (Alpha ?? Rank) / Rank, Targets = Targets };

    internal TrainingOptions ToTrainingOptions() => new()
    {
        Schedule = new LearningSchedule(Schedule, Steps, WarmUp),
        LearningRate = LearningRate,
        Optimiser = new AdamWOptions { ClipNorm = Clip, WeightDecay = WeightDecay },
        CheckpointEvery = CheckpointEvery,
    };
}

namespace Tessera.Adapters.Training.FewShot;

/// <summary>What of a library of skills learns from the few examples of a new task.</summary>
public enum FewShotLearning
{
    /// <summary>The skills, in a copy of the task's own, and how much it uses of which.</summary>
    All,

    /// <summary>How much the task uses of which skill, and nothing else: -z.</summary>
    Routing,

    /// <summary>The average of the skills: -µ.</summary>
    Average,
}

namespace AlignZeg.Model.Training;

/// <summary>Where a training run stands.</summary>
/// <param name="Phase">What is being trained.</param> <param name="Step">Steps done.</param> <param name="Steps">Steps in all.</param>
/// <param name="Losses">Running means of the parts of the loss since they were last told, by name; empty at steps between.</param>
/// <param name="LearningRate">Of the step just done.</param>
public sealed record TrainingProgress(string Phase, int Step, int Steps, IReadOnlyDictionary<string, double> Losses, double LearningRate = 0);

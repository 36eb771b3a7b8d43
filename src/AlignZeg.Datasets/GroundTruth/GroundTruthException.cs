namespace AlignZeg.Datasets.GroundTruth;

/// <summary>A data set is not as it should be. The message is one sentence: what, where, what to do.</summary>
public sealed class GroundTruthException(string message, Exception? inner = null) : Exception(message, inner);

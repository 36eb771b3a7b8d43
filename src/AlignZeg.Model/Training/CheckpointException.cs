namespace AlignZeg.Model.Training;

/// <summary>A run cannot go on from its checkpoint. The message is one sentence: what, where, what to do.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);

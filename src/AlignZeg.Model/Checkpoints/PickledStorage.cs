namespace AlignZeg.Model.Checkpoints;

/// <summary>Numbers that lie outside of the pickle, shared by any number of tensors.</summary>
/// <param name="Type">Of the numbers.</param> <param name="Key">Its name within the file.</param> <param name="Count">How many numbers the pickle declares.</param>
internal sealed record PickledStorage(ScalarType Type, string Key, long Count);

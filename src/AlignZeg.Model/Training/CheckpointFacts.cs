using System.Text.Json;

namespace AlignZeg.Model.Training;

/// <summary>What a checkpoint says beside its tensors.</summary>
/// <param name="Fingerprint">Of the run.</param> <param name="Phase">Being trained.</param> <param name="Step">Steps done.</param>
/// <param name="Positions">Where the random sequences of the data stand.</param> <param name="Means">Losses not yet reported.</param>
/// <param name="Moments">Steps that each of the optimizer's states has seen.</param>
internal sealed record CheckpointFacts(
    string Fingerprint, string Phase, int Step, IReadOnlyList<long> Positions, IReadOnlyDictionary<string, MeanSum> Means, IReadOnlyList<long> Moments)
{
    /// <summary>As a tensor of bytes, so that one file holds all.</summary>
    public Tensor ToTensor() => tensor(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <exception cref="JsonException">The bytes are no facts.</exception>
    public static CheckpointFacts Of(Tensor bytes) =>
        JsonSerializer.Deserialize<CheckpointFacts>(bytes.ToNumbers<byte>()) ?? throw new JsonException("it is empty");
}

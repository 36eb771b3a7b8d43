using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Abstractions.Shards;

/// <summary>The result of one image, on its way into the log.</summary>
/// <param name="Index">Index within the job.</param>
/// <param name="Reason">Null = ok; otherwise the reason code of the failure.</param>
/// <param name="Line">The record: one line of JSON, see <see cref="ResultRecord"/>.</param>
/// <param name="Usage">What it has used, see <see cref="ResultRecord.Usage"/>.</param>
/// <param name="Recomputed">True if an earlier result of the image was found half-way written.</param>
/// <param name="Attempt">Which try it is, <see cref="LeasedImage.Attempt"/>: the result of an earlier try comes too late.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.completed-image")]
public sealed record CompletedImage(int Index, string? Reason, string Line, LabellingUsage Usage, bool Recomputed, int Attempt);

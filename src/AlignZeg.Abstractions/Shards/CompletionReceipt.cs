namespace AlignZeg.Abstractions.Shards;

/// <summary>The acknowledgement: every image of the call has a durable result, its own or an earlier one.</summary>
/// <param name="Appended">How many of them were new.</param>
/// <param name="Revoked">True: the lease was revoked; drop what is left of it.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.completion-receipt")]
public sealed record CompletionReceipt(int Appended, bool Revoked);

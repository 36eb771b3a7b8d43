using System.Text.Json.Serialization;
using AlignZeg.Client.Datasets;
using AlignZeg.Client.Exports;
using AlignZeg.Client.Images;
using AlignZeg.Client.Jobs;
using AlignZeg.Client.Models;
using AlignZeg.Client.Names;
using AlignZeg.Client.Results;
using AlignZeg.Client.Reviews;
using AlignZeg.Client.Segmentation;
using AlignZeg.Client.Tenants;
using AlignZeg.Client.Vocabularies;
using AlignZeg.Client.Webhooks;

namespace AlignZeg.Client.Transport;

/// <summary>What goes over the wire: snake_case, nothing that is null; what an answer has beyond what is known is passed over.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(NamePage))]
[JsonSerializable(typeof(Vocabulary))]
[JsonSerializable(typeof(VocabularyDefinition))]
[JsonSerializable(typeof(IReadOnlyList<VocabularyVersion>))]
[JsonSerializable(typeof(TokenPage))]
[JsonSerializable(typeof(DatasetVersion))]
[JsonSerializable(typeof(VersionDiff))]
[JsonSerializable(typeof(DatasetImport))]
[JsonSerializable(typeof(ImportOrder))]
[JsonSerializable(typeof(ManifestEntry))]
[JsonSerializable(typeof(UploadedImage))]
[JsonSerializable(typeof(ModelInfo))]
[JsonSerializable(typeof(ModelRegistration))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobOrder))]
[JsonSerializable(typeof(JobTerms))]
[JsonSerializable(typeof(JobRetry))]
[JsonSerializable(typeof(FailurePage))]
[JsonSerializable(typeof(JobExport))]
[JsonSerializable(typeof(ExportOrder))]
[JsonSerializable(typeof(ExportPage))]
[JsonSerializable(typeof(ImageResult))]
[JsonSerializable(typeof(ClassTotals))]
[JsonSerializable(typeof(OutputLink))]
[JsonSerializable(typeof(TenantUsage))]
[JsonSerializable(typeof(TenantQuotas))]
[JsonSerializable(typeof(TenantWeight))]
[JsonSerializable(typeof(IReadOnlyList<ApiKeyInfo>))]
[JsonSerializable(typeof(ApiKeyInfo))]
[JsonSerializable(typeof(CallerInfo))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyRotation))]
[JsonSerializable(typeof(SegmentedImage))]
[JsonSerializable(typeof(UncertainPage))]
[JsonSerializable(typeof(ImageReview))]
[JsonSerializable(typeof(ImageReviewPage))]
[JsonSerializable(typeof(NewReview))]
[JsonSerializable(typeof(CalibrationOrder))]
[JsonSerializable(typeof(CalibrationReport))]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookOrder))]
[JsonSerializable(typeof(WebhookDelivery))]
[JsonSerializable(typeof(DeliveryPage))]
internal sealed partial class ClientJson : JsonSerializerContext;

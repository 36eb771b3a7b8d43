using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace AlignZeg.Server.Documents;

/// <summary>The API described for programs, at <c>/openapi/v1.json</c>, and for people, at <c>/docs</c>; both come from this process alone.</summary>
internal static class ApiDocument
{
    private const string KeyScheme = "key";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddSchemaTransformer((schema, context, _) =>
        {
            SchemaRules.Apply(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs", page =>
        {
            page.Title = "AlignZeg";
            page.DefaultFonts = false; // they would come from elsewhere
            page.Telemetry = false;
            page.HideClientButton().HideDeveloperTools().DisableAgent().DisableMcp(); // they lead to a vendor
        });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new() { Title = "AlignZeg", Version = "v1", Description = "Labels every pixel of images with the classes that you name, in jobs that cannot be lost." };
        document.Servers = []; // wherever this document came from
        document.Tags = document.Paths.Keys.Select(path => ChapterOf(path.TrimStart('/'))).Distinct().Order(StringComparer.Ordinal).Select(chapter => new OpenApiTag { Name = chapter }).ToHashSet();
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.AddComponent(DocumentedProblems.SchemaName, DocumentedProblems.Schema());
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key: alz_TENANT.ID_SECRET." };
    }

    // A chapter for each kind of thing.
    private static string ChapterOf(string path) => path.Split('/') is ["v1", var kind, ..] ? kind : path.Split('/')[0];

    // Those who ask after the health of a process are answered in a word, whatever happens.
    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        string path = context.Description.RelativePath ?? "";
        operation.Tags = new HashSet<OpenApiTagReference> { new(ChapterOf(path), context.Document) };
        if (path.StartsWith("health/", StringComparison.Ordinal)) return;
        DocumentedProblems.Describe(operation, context.Description, context.Document);
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy is not { } scope) return;
        operation.Description = $"Needs a key with the scope {scope}.";
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
    }
}

import { Language } from '@microsoft/powerquery-parser';
import { primitiveTypeOf } from './functions';
import { nameOf } from './literals';
import { expressionError } from './m-error';
import { anyType, type MType, nullable, type RecordField, spoken } from './types';
import type { Value } from './values';

const { NodeKind } = Language.Ast;

/** Of what stands after `type`: a type is written there, or an expression whose value is one. */
export async function typeOf(
  node: Language.Ast.TNode,
  evaluate: (node: Language.Ast.TNode) => Promise<Value>,
): Promise<MType> {
  switch (node.kind) {
    case NodeKind.PrimitiveType:
      return primitiveTypeOf(node);
    case NodeKind.NullableType:
      return nullable(await typeOf(node.paired, evaluate));
    case NodeKind.ListType:
      return { kind: 'list', item: await typeOf(node.content, evaluate) };
    case NodeKind.RecordType: {
      const { content, openRecordMarkerConstant } = node.fields;
      return { kind: 'record', fields: await fieldsOf(content), isOpen: openRecordMarkerConstant !== undefined };
    }
    case NodeKind.TableType: {
      if (node.rowType.kind === NodeKind.FieldSpecificationList) {
        return { kind: 'table', columns: await fieldsOf(node.rowType.content) };
      }
      const row = await typeOf(node.rowType, evaluate);
      if (row.kind === 'record') return { kind: 'table', columns: row.fields };
      throw expressionError('The type of a row must be a record type.');
    }
    case NodeKind.FunctionType:
      return { kind: 'function' };
    default: {
      const value = await evaluate(node);
      if (value.kind === 'type') return value.type;
      throw expressionError(`We cannot convert ${spoken(value)} to type Type.`);
    }
  }

  async function fieldsOf(specifications: Language.Ast.ICsvArray<Language.Ast.FieldSpecification>) {
    const fields: RecordField[] = [];
    for (const { node: field } of specifications.elements) {
      const written = field.fieldTypeSpecification;
      const type = written ? await typeOf(written.fieldType, evaluate) : anyType;
      fields.push({ name: nameOf(field.name), type, isOptional: field.optionalConstant !== undefined });
    }
    return fields;
  }
}

import Chance
import Primitives
import Wire

extension JSONFault {
    /// The fault as it is seen from outside of the member, or element, in which it was found.
    func inside(_ outer: String) -> JSONFault {
        guard !path.isEmpty else { return JSONFault(at: outer, message) }
        return JSONFault(at: outer + (path.first == "[" ? "" : ".") + path, message)
    }
}

extension JSON {
    /// The values of a list in their forms.
    ///
    /// - Throws: A fault with the path within the list.
    func forms<Form: JSONForm>(as type: Form.Type = Form.self) throws(JSONFault) -> [Form] {
        guard let elements else { throw JSONFault(at: "", "a list was expected") }
        var forms: [Form] = []
        forms.reserveCapacity(elements.count)
        for element in elements {
            do throws(JSONFault) {
                forms.append(try Form(json: element))
            } catch {
                throw error.inside("[\(forms.count)]")
            }
        }
        return forms
    }
}

extension ObjectReader {
    /// A member in its form that may be absent.
    ///
    /// - Throws: A fault where it has another form.
    mutating func optionalForm<Form: JSONForm>(
        _ name: String,
        as type: Form.Type = Form.self
    ) throws(JSONFault) -> Form? {
        guard let json = take(name) else { return nil }
        do throws(JSONFault) {
            return try Form(json: json)
        } catch {
            throw error.inside(path(of: name))
        }
    }

    /// A member in its form.
    ///
    /// - Throws: A fault where it is absent, or has another form.
    mutating func form<Form: JSONForm>(
        _ name: String,
        as type: Form.Type = Form.self
    ) throws(JSONFault) -> Form {
        guard let form = try optionalForm(name, as: type) else { throw missing(name) }
        return form
    }

    /// A member that is a list of values in their forms.
    ///
    /// - Throws: A fault where it is absent, no list, or an element has another form.
    mutating func forms<Form: JSONForm>(
        _ name: String,
        as type: Form.Type = Form.self
    ) throws(JSONFault) -> [Form] {
        guard let json = take(name) else { throw missing(name) }
        do throws(JSONFault) {
            return try json.forms()
        } catch {
            throw error.inside(path(of: name))
        }
    }

    /// A member that is a list of integers.
    ///
    /// - Throws: A fault where it is absent, no list, or an element is no integer.
    mutating func integers(_ name: String) throws(JSONFault) -> [Int64] {
        guard let elements = take(name)?.elements else {
            throw JSONFault(at: path(of: name), "must be a list of whole numbers")
        }
        let integers = elements.compactMap(\.integer)
        guard integers.count == elements.count else {
            throw JSONFault(at: path(of: name), "must be a list of whole numbers")
        }
        return integers
    }

    /// A member that is an object of counts from 0 on.
    ///
    /// - Throws: A fault where it is absent, or has other names or values.
    mutating func counts<ID: Identifier>(
        _ name: String,
        as type: ID.Type = ID.self
    ) throws(JSONFault) -> [ID: Int64] {
        guard case .object(let members) = take(name) else {
            throw JSONFault(at: path(of: name), "must be an object of counts")
        }
        var counts: [ID: Int64] = [:]
        for member in members {
            guard let id = ID(member.name), let count = member.value.integer, count >= 0 else {
                let place = "\(path(of: name)).\(member.name.prefix(64))"
                throw JSONFault(at: place, "must be a count from 0 on, by an identifier")
            }
            counts[id] = count
        }
        return counts
    }

    private func missing(_ name: String) -> JSONFault {
        JSONFault(at: path(of: name), "is missing")
    }
}
